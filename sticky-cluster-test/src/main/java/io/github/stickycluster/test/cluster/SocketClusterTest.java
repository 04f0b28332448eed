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
 * A test with several nodes of the application in this JVM. Its methods take the
 * {@link TestCluster} as a parameter; it is started for the class, and closed after it. A
 * test that stops or kills nodes is better off with a cluster of its own:
 * {@link TestCluster#of}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SocketClusterExtension.class)
public @interface SocketClusterTest {

	/**
	 * The application.
	 * @return configuration classes; by default the {@code @SpringBootApplication} of the
	 * test's package or of one above it
	 */
	Class<?>[] classes() default {};

	/**
	 * The number of nodes.
	 * @return nodes, at least 1
	 */
	int nodes() default 2;

	/**
	 * Properties of all nodes.
	 * @return properties in the form {@code key=value}
	 */
	String[] properties() default {};

}
