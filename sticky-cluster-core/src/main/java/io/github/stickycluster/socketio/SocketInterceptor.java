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

import java.time.Duration;
import java.util.List;

import com.corundumstudio.socketio.SocketIOClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Intercepts the clients that connect to namespaces and the events that they send, for
 * listeners of every kind. Beans of this type are called in their order.
 * <p>
 * All methods but {@link #supports} and {@link #beforeSend} are called on the executor of
 * listeners, one call of a client after the other, or where a listener completes its
 * answer; on an event loop they must not block. Interceptors are thread-safe.
 *
 * @since 0.1.0
 */
public interface SocketInterceptor {

	/**
	 * Returns whether this interceptor intercepts a namespace. Called once for each
	 * namespace of each worker, and again after a worker's restart.
	 * @param namespace the namespace, as clients write it, or the pattern such as
	 * {@code "/tenant-{id}"} by which namespaces are made; the variables are in
	 * {@link Handshake#namespaceVariables()}
	 * @return whether it does; by default all
	 */
	default boolean supports(String namespace) {
		return true;
	}

	/**
	 * A client asks to connect to the namespace, and no {@code AuthTokenListener} has
	 * refused it. Attributes that are set here are there for the listeners.
	 * @param client the client, which is not in the namespace yet
	 * @param handshake the client's handshake, with what it sent as {@code auth}
	 * @throws ConnectRefusedException to refuse the client
	 * @throws Exception if the check fails, for which the client is refused as well: with
	 * the problem that an event would get as its error
	 */
	default void beforeConnect(SocketIOClient client, Handshake handshake) throws Exception {
	}

	/**
	 * An event has come that a listener receives, before its listeners are called.
	 * @param client the client
	 * @param event the event's name
	 * @param arguments the arguments, as the types that the event's listeners declare; as
	 * Jackson's {@code JsonNode} if only {@link OnAnyEvent} methods receive it;
	 * unmodifiable
	 * @return the arguments that the event's listeners get, of the same types
	 * @throws Exception to reject the event: the client gets the error that it would get
	 * for an exception of a listener, and no listener is called
	 */
	default List<@Nullable Object> beforeEvent(SocketIOClient client, String event, List<@Nullable Object> arguments)
			throws Exception {
		return arguments;
	}

	/**
	 * An event is about to be sent to the client. Called on the thread that sends, for
	 * each client of a broadcast; an event loop it must not block. What it throws is
	 * logged, and the event is sent.
	 * @param client the client
	 * @param event the event's name
	 * @param arguments the arguments as they are sent; unmodifiable
	 */
	default void beforeSend(SocketIOClient client, String event, List<JsonNode> arguments) {
	}

	/**
	 * An event has been handled, by its listeners or by a later interceptor that has
	 * rejected it. Called in the opposite order, of the interceptors that have let the
	 * event pass.
	 * @param client the client
	 * @param event the event's name
	 * @param duration since {@link #beforeEvent} of the first interceptor, until the
	 * listeners have returned, and what they have promised is there
	 * @param failure what a listener or an interceptor has thrown, or {@code null}
	 */
	default void afterEvent(SocketIOClient client, String event, Duration duration, @Nullable Throwable failure) {
	}

}
