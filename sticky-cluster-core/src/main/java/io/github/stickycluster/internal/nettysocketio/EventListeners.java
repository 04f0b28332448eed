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
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DataListener;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a namespace's events. Thread-safe.
 */
final class EventListeners {

	private final ConcurrentMap<String, Queue<DataListener<?>>> listeners = new ConcurrentHashMap<>();

	void add(String event, DataListener<?> listener) {
		this.listeners.computeIfAbsent(event, (name) -> new ConcurrentLinkedQueue<>()).add(listener);
	}

	void remove(String event) {
		this.listeners.remove(event);
	}

	/**
	 * Calls the listeners of an event.
	 * @return whether there were any
	 * @throws Exception what a listener throws
	 */
	@SuppressWarnings("unchecked")
	boolean call(SocketIOClient client, String event, List<Object> arguments, AckRequest ack) throws Exception {
		Queue<DataListener<?>> listeners = this.listeners.get(event);
		if (listeners == null) {
			return false;
		}
		for (DataListener<?> listener : listeners) {
			((DataListener<Object>) listener).onData(client, data(listener, arguments), ack);
		}
		return true;
	}

	@SuppressWarnings("NullAway")
	private static @Nullable Object data(DataListener<?> listener, List<Object> arguments) {
		if (listener instanceof MultiTypeEventListener) {
			return new MultiTypeArgs(arguments);
		}
		return (arguments.isEmpty()) ? null : arguments.get(0);
	}

}
