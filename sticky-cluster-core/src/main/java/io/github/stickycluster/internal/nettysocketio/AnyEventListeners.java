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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The listeners of all events of a namespace, in the order of their registration.
 * Immutable.
 */
final class AnyEventListeners {

	static final AnyEventListeners NONE = new AnyEventListeners(List.of());

	private final List<AnyEventListener> listeners;

	private AnyEventListeners(List<AnyEventListener> listeners) {
		this.listeners = listeners;
	}

	AnyEventListeners with(AnyEventListener listener) {
		List<AnyEventListener> more = new ArrayList<>(this.listeners);
		more.add(listener);
		return new AnyEventListeners(List.copyOf(more));
	}

	/**
	 * Returns how an event without a listener of its own is acknowledged after success.
	 */
	EventListeners.Answer answer() {
		EventListeners.Answer strongest = EventListeners.Answer.NOT_FOUND;
		for (AnyEventListener listener : this.listeners) {
			if (listener.answers()) {
				return EventListeners.Answer.BY_LISTENER;
			}
			if (listener.errors() == null) {
				strongest = EventListeners.Answer.BY_ACK_MODE;
			}
		}
		return strongest;
	}

	/**
	 * Calls the listeners.
	 * @throws Exception what a listener throws, after which no further one is called
	 */
	@Nullable CompletionStage<?> call(SocketIOClient client, String event, List<JsonNode> arguments, EventAck ack, boolean alone)
			throws Exception {
		CompletionStage<?> later = null;
		for (AnyEventListener listener : this.listeners) {
			later = EventListeners.both(later, listener.onEvent(client, event, arguments, ack, alone));
		}
		return later;
	}

}
