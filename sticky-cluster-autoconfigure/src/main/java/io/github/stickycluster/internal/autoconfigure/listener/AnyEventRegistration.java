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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import io.github.stickycluster.internal.nettysocketio.AnyEventListener;
import io.github.stickycluster.internal.nettysocketio.EventAck;
import io.github.stickycluster.internal.nettysocketio.EventErrors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A method that is called for all events of its namespace.
 *
 * @param listener the method
 * @param answering calls the method and answers, or {@code null} for one with
 * netty-socketio's contract
 * @param pending the answers that clients wait for
 */
record AnyEventRegistration(SocketIoListener listener, @Nullable AnsweringMethod answering,
		PendingAnswers pending) implements Registration, AnyEventListener {

	@Override
	public void addTo(SocketIONamespace namespace) {
		AnyEventListener.add(namespace, this);
		if (this.answering != null && this.answering.answersLater()) {
			namespace.addDisconnectListener(this.pending::cancel);
		}
	}

	@Override
	public boolean answers() {
		return this.answering != null && this.answering.answers();
	}

	@Override
	public @Nullable EventErrors errors() {
		return (this.answering != null) ? this.answering.errors() : null;
	}

	@Override
	public @Nullable CompletionStage<?> onEvent(SocketIOClient client, String event, List<JsonNode> arguments,
			EventAck ack, boolean alone) throws Exception {
		List<Object> data = List.of(event, arguments);
		if (this.answering != null) {
			return this.answering.answer(client, data, ack, alone);
		}
		this.listener.call(client, (alone ? ack : EventAck.NONE).request(client), data);
		return null;
	}

}
