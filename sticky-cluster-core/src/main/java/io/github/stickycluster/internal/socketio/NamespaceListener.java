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

package io.github.stickycluster.internal.socketio;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.github.stickycluster.socketio.DisconnectReason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The listener of the sockets of one namespace: calls the application's listeners and
 * handles their failures, none of which reaches the caller. Called on the event loop of
 * the socket's session, or on the thread that runs the application's listeners.
 */
public interface NamespaceListener {

	/**
	 * Makes what the application knows a socket as.
	 * @param socket the socket
	 * @return the view, which {@link SocketIoSocket#view()} then gives
	 */
	Object view(SocketIoSocket socket);

	/**
	 * Finds out who the client of a socket is, before anything decides whether the socket
	 * may enter. Called on the session's event loop, which it does not block.
	 * @param socket the socket
	 * @return completes on any thread, with why the socket may not enter or {@code null}
	 * if that is still to be decided; {@code null} if there is nothing to find out
	 */
	default @Nullable CompletionStage<@Nullable Refusal> identify(SocketIoSocket socket) {
		return null;
	}

	/**
	 * Decides whether a socket may enter.
	 * @param socket the socket
	 * @param auth what came with its CONNECT
	 * @return why not, or {@code null} if it may
	 */
	@Nullable Refusal judge(SocketIoSocket socket, Map<String, Object> auth);

	/**
	 * A socket has entered.
	 * @param socket the socket
	 */
	void onConnect(SocketIoSocket socket);

	/**
	 * A socket has left.
	 * @param socket the socket
	 * @param reason why it has left
	 */
	void onDisconnect(SocketIoSocket socket, DisconnectReason reason);

	/**
	 * An event came that the application listens to.
	 * @param socket the socket
	 * @param event the event's name
	 * @param arguments its arguments, as its listeners declare them
	 * @param all all its arguments, or {@code null} if no listener takes all events
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for; the
	 * listener calls {@link SocketIoSocket#settled()} when it has, or nobody will
	 */
	void onEvent(SocketIoSocket socket, String event, List<Object> arguments, @Nullable List<JsonNode> all,
			@Nullable Long ackId);

	/**
	 * An event is about to be sent to a socket. Called on the thread that sends.
	 * @param socket the socket
	 * @param event the event's name
	 * @param arguments the arguments
	 */
	void onSend(SocketIoSocket socket, String event, List<?> arguments);

	/**
	 * An event that was written for many is about to be sent to a socket. Called on the
	 * thread that sends.
	 * @param socket the socket
	 * @param event the event
	 */
	void onSend(SocketIoSocket socket, JsonPayload event);

	/**
	 * The client pinged.
	 * @param socket the socket
	 */
	void onPing(SocketIoSocket socket);

	/**
	 * The client answered a ping.
	 * @param socket the socket
	 */
	void onPong(SocketIoSocket socket);

	/**
	 * Something of the application failed that the namespace has not called itself.
	 * @param socket the socket
	 * @param what what was called, a constant
	 * @param failure what it threw
	 */
	void onFailure(SocketIoSocket socket, String what, Throwable failure);

	/**
	 * An event came whose arguments do not fit its listeners, which are not called.
	 * @param socket the socket
	 * @param event the event's name
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for
	 * @param mismatch what is wrong
	 */
	void onMismatch(SocketIoSocket socket, String event, @Nullable Long ackId, Throwable mismatch);

	/**
	 * An event came that the application does not listen to. Called on the session's
	 * event loop.
	 * @param socket the socket
	 * @param event the event's name
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for
	 */
	void onUnknownEvent(SocketIoSocket socket, String event, @Nullable Long ackId);

}
