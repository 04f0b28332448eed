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

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;

import com.corundumstudio.socketio.SocketIONamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A method that is called for an event.
 *
 * @param listener the method
 * @param event the event's name
 * @param answering calls the method and answers, or {@code null} for one with
 * netty-socketio's contract
 * @param pending the answers that clients wait for
 */
record EventRegistration(SocketIoListener listener, String event, @Nullable AnsweringMethod answering,
		PendingAnswers pending) implements Registration {

	@Override
	public void declareTo(EventTypes types, String namespace) {
		types.declare(namespace, this.event, this.listener);
	}

	@Override
	public void addTo(SocketIONamespace namespace) {
		List<Type> types = this.listener.dataTypes();
		if (this.answering != null) {
			namespace.addMultiTypeEventListener(this.event, this.answering, classes(types));
			if (this.answering.answersLater()) {
				namespace.addDisconnectListener(this.pending::cancel);
			}
		}
		else if (types.size() > 1) {
			namespace.addMultiTypeEventListener(this.event,
					(client, data, ack) -> this.listener.call(client, ack, data.getArgs()), classes(types));
		}
		else {
			Class<?> type = types.isEmpty() ? Void.class : classes(types)[0];
			addTo(namespace, type);
		}
	}

	private <T> void addTo(SocketIONamespace namespace, Class<T> type) {
		namespace.addEventListener(this.event, type,
				(client, data, ack) -> this.listener.call(client, ack, Collections.singletonList(data)));
	}

	private static Class<?>[] classes(List<Type> types) {
		return types.stream().map((type) -> ResolvableType.forType(type).toClass()).toArray(Class[]::new);
	}

}
