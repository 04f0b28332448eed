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

package io.github.stickycluster.autoconfigure;

import com.corundumstudio.socketio.SocketIOClient;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Resolves arguments of listener methods from the client, such as the user that it stands
 * for. Beans of this type are asked in their order, before the arguments of the event and
 * what this library resolves itself, but after the client and the {@code AckRequest}.
 * <p>
 * A parameter of an {@code @OnConnect}, {@code @OnDisconnect}, {@code @OnEvent} or
 * {@code @OnAnyEvent} method that a resolver supports takes no argument of the event.
 * Support as few parameters as possible, by an annotation or a type of your own.
 *
 * @since 0.1.0
 */
public interface SocketArgumentResolver {

	/**
	 * Returns whether this resolver resolves a parameter. Called once for each parameter,
	 * at start-up.
	 * @param parameter the parameter; for an {@code Optional}, its
	 * {@link MethodParameter#getNestedParameterType() nested type} is that of the value
	 * @return whether it does
	 */
	boolean supports(MethodParameter parameter);

	/**
	 * Resolves the argument of one call. Called on the thread of the listener, which must
	 * not block if it is an event loop.
	 * @param parameter a parameter that this resolver supports
	 * @param client the client that the listener is called for
	 * @return the argument, or {@code null}; for an {@code Optional}, its value
	 * @throws Exception if there is none; as an exception of the listener, which is not
	 * called
	 */
	@Nullable Object resolve(MethodParameter parameter, SocketIOClient client) throws Exception;

}
