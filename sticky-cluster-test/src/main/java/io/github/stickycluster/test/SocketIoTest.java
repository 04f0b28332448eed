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
 * A test of Socket.IO listeners, without the rest of the application.
 * <p>
 * Of the application's beans there are those with {@code @OnEvent}, {@code @OnConnect},
 * {@code @OnDisconnect} or {@code @OnServerEvent} methods,
 * {@link io.github.stickycluster.socketio.SocketIoServerCustomizer}s, the netty-socketio
 * {@code AuthorizationListener} and {@code ExceptionListener}, converters, and what
 * belongs to Jackson. Give the test the others, such as services, by {@code @MockitoBean}
 * or {@code @Import}.
 * <p>
 * One worker runs in the test's process behind a free port of 127.0.0.1, without a bus
 * and without the web server, whatever the application's configuration says. Test methods
 * take a {@link SocketTestClient} or a {@link SocketTestClientBuilder} as a parameter.
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
	 * The listeners to test.
	 * @return classes of beans; by default all that have listener methods
	 */
	@AliasFor("listeners")
	Class<?>[] value() default {};

	/**
	 * The listeners to test.
	 * @return classes of beans; by default all that have listener methods
	 */
	@AliasFor("value")
	Class<?>[] listeners() default {};

	/**
	 * Properties of the test.
	 * @return properties in the form {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether the beans named above are included.
	 * @return {@code false} for none but those of {@link #includeFilters()}
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that include further beans.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that exclude beans.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configuration that the test does not need.
	 * @return classes of auto-configuration
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
