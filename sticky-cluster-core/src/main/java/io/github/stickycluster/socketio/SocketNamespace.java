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

package io.github.stickycluster.socketio;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets the namespace of a bean's {@code @OnConnect}, {@code @OnDisconnect},
 * {@code @OnEvent}, {@code @OnAnyEvent} and {@code @OnServerEvent} methods. Without this
 * annotation, they belong to the default namespace.
 * <p>
 * The name may be a pattern, such as {@code "/tenant-{id}"}, for namespaces that are made
 * when their first client is let in, and removed with the last one. A variable has 1 to
 * 128 letters, digits or characters of {@code -._~:@+}, and is an argument with Spring's
 * {@code @PathVariable} or {@code @DestinationVariable}. An exact name beats a pattern,
 * and of two patterns the more specific one.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SocketNamespace {

	/**
	 * Returns the namespace's name.
	 * @return the name or pattern, beginning with a slash; {@code "/"} is the default
	 * namespace
	 */
	String value();

}
