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
 * Marks a method of a bean that receives an event of a client in the namespace of the
 * bean's class, which {@link SocketNamespace} names.
 * <p>
 * The method may take, in any order, the
 * {@link com.corundumstudio.socketio.SocketIOClient}, the
 * {@link com.corundumstudio.socketio.AckRequest}, the event's arguments, the
 * {@link Handshake} or single values of it, and what a {@code SocketArgumentResolver}
 * bean supports. It is called on the executor of listeners, one call of a client after
 * the other.
 * <p>
 * Where the client asks for an acknowledgement, it gets
 * <ul>
 * <li>the returned value, {@code null} included, or the arguments of returned
 * {@link AckArguments};</li>
 * <li>the value of a returned {@code CompletionStage}, {@code Mono} or {@code suspend}
 * function when that completes, which is cancelled if the client leaves before;</li>
 * <li>no argument from a {@code void} method that has returned;</li>
 * <li>what the method sends by its {@code AckRequest}, now or later, if it declares
 * one;</li>
 * <li>an object with the property {@code error} if the method fails: a problem in the
 * terms of RFC 9457.</li>
 * </ul>
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnEvent {

	/**
	 * Names the event.
	 * @return the name, as clients emit it
	 */
	String value();

}
