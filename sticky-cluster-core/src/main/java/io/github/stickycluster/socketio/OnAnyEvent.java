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
 * Marks a method of a bean that receives all events of clients in the namespace of the
 * bean's class, which {@link SocketNamespace} names. Events with an {@link OnEvent}
 * method are among them, and reach the marked method first.
 * <p>
 * The method may take, in any order, the
 * {@link com.corundumstudio.socketio.SocketIOClient}, the name of the event as a
 * {@code String}, its arguments as a {@code List} of Jackson's {@code JsonNode}, the
 * {@link com.corundumstudio.socketio.AckRequest}, the {@link Handshake} or single values
 * of it, and what a {@code SocketArgumentResolver} bean supports. It is called on the
 * executor of listeners, one call of a client after the other.
 * <p>
 * An event without an {@link OnEvent} method is acknowledged as if the marked method were
 * one, but if it returns nothing and declares no {@code AckRequest}: the client then gets
 * the error of an event to which nobody listens. The acknowledgement of an event with an
 * {@link OnEvent} method is that method's. If the marked method throws, the client gets
 * the error, and no {@link OnEvent} method is called.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnAnyEvent {

}
