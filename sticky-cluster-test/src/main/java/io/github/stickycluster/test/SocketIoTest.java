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

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Test slice for Socket.IO listeners, without the rest of the application.
 * <p>
 * The context contains these beans of the application: those with {@code @OnEvent},
 * {@code @OnAnyEvent}, {@code @OnConnect}, {@code @OnDisconnect} or
 * {@code @OnServerEvent} methods,
 * {@link io.github.stickycluster.socketio.SocketIoServerCustomizer}s,
 * {@code SocketArgumentResolver}s,
 * {@link io.github.stickycluster.socketio.HandshakeAuthorizer}s,
 * {@link io.github.stickycluster.socketio.HandshakeHeaders}, the netty-socketio
 * {@code AuthorizationListener} and {@code ExceptionListener}, converters, and Jackson
 * modules and components. Add other beans, such as services, with {@code @MockitoBean} or
 * {@code @Import}.
 * <p>
 * One worker runs in the test's process behind a free port of 127.0.0.1, without a bus
 * and without the web server. This overrides the application's configuration. Test
 * methods may have a {@link SocketTestClient}, a {@link SocketTestClientBuilder} or the
 * {@link io.github.stickycluster.test.time.TestClock} as a parameter.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SocketIoTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(SocketIoTypeExcludeFilter.class)
@AutoConfigureSocketTestClient
@ImportAutoConfiguration
public @interface SocketIoTest {

	/**
	 * Returns the listeners to test.
	 * @return classes of beans; by default, all classes with listener methods
	 */
	@AliasFor("listeners")
	Class<?>[] value() default {};

	/**
	 * Returns the listeners to test.
	 * @return classes of beans; by default, all classes with listener methods
	 */
	@AliasFor("value")
	Class<?>[] listeners() default {};

	/**
	 * Returns properties of the test.
	 * @return properties in the form {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Returns whether the slice's beans are included.
	 * @return {@code true}, the default, for the beans listed above; {@code false} for
	 * only those of {@link #includeFilters()}
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Returns filters that include further beans.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Returns filters that exclude beans.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Returns the auto-configuration to exclude.
	 * @return classes of auto-configuration
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
