/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.stickycluster.test.cluster;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test with several nodes of the application in this JVM. Test methods may have the
 * {@link TestCluster} as a parameter. All methods of the class share the cluster, which
 * is closed after the last one. Use {@link TestCluster#of} instead for a test that stops
 * or kills nodes.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SocketClusterExtension.class)
public @interface SocketClusterTest {

	/**
	 * Returns the configuration classes of the application.
	 * @return configuration classes; by default, the {@code @SpringBootApplication} of
	 * the test's package or of a package above it
	 */
	Class<?>[] classes() default {};

	/**
	 * Returns the number of nodes.
	 * @return the number, at least 1
	 */
	int nodes() default 2;

	/**
	 * Returns properties of all nodes.
	 * @return properties in the form {@code key=value}
	 */
	String[] properties() default {};

}
