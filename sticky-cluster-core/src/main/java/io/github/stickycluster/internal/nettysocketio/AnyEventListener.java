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

package io.github.stickycluster.internal.nettysocketio;

import java.util.List;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A listener of all events of a namespace, called before the event's own listeners.
 */
public interface AnyEventListener {

	/**
	 * Returns whether the listener acknowledges events that have no listener of their
	 * own, now or later. If no listener does, the client is told that there is none.
	 * @return whether it does
	 */
	boolean answers();

	/**
	 * Returns how the client hears of events that reach no listener.
	 * @return the errors, or {@code null} if it does not
	 */
	@Nullable EventErrors errors();

	/**
	 * Receives an event.
	 * @param client the client that sent it
	 * @param event its name, as the client wrote it
	 * @param arguments all its arguments
	 * @param ack its acknowledgement, of which the listener sends only an error if it is
	 * not alone
	 * @param alone whether the event has no listener of its own
	 * @return fails or succeeds as the listener does, or {@code null} if it has succeeded
	 * already
	 * @throws RejectedEventException if the client is to blame
	 * @throws Exception if the listener fails; the event's own listeners are not called
	 * then
	 */
	@Nullable CompletionStage<?> onEvent(SocketIOClient client, String event, List<JsonNode> arguments, EventAck ack,
			boolean alone) throws Exception;

	/**
	 * Adds a listener to a namespace.
	 * @param namespace a namespace of this library's server
	 * @param listener the listener
	 */
	static void add(SocketIONamespace namespace, AnyEventListener listener) {
		((NamespaceView) namespace).addAnyEventListener(listener);
	}

}
