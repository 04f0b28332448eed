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

package io.github.stickycluster.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.stickycluster.test.time.TestClock;
import io.github.stickycluster.test.time.TestClockConfiguration;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.context.annotation.Import;

/**
 * Provides the test methods of a {@code @SpringBootTest} with parameters: a
 * {@link SocketTestClient} that is connected to the main namespace over a WebSocket, or a
 * {@link SocketTestClientBuilder} for other clients, and the {@link TestClock} whose time
 * the server and the clients keep. Closes the clients after the test.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SocketTestClientExtension.class)
@Import(TestClockConfiguration.class)
@PropertyMapping("sticky-cluster")
public @interface AutoConfigureSocketTestClient {

	/**
	 * Returns the public port, which replaces {@code sticky-cluster.port}.
	 * @return the port; 0, the default, for a free port
	 */
	int port() default 0;

}
