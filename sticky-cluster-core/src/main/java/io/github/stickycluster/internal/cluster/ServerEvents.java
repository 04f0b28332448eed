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

package io.github.stickycluster.internal.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Calls this node's listeners for events of other nodes, one after the other on a thread
 * of their own, since they may block. Thread-safe.
 */
final class ServerEvents {

	private static final Logger logger = LoggerFactory.getLogger(ServerEvents.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private final SocketIoJson json;

	private final Executor executor;

	private final Map<Name, List<ServerEventListener>> listeners = new ConcurrentHashMap<>();

	private final LongAdder dropped = new LongAdder();

	/**
	 * Creates the caller of listeners.
	 * @param json reads the arguments
	 * @param executor runs one task at a time, and refuses what is too much
	 */
	ServerEvents(SocketIoJson json, Executor executor) {
		this.json = json;
		this.executor = executor;
	}

	void add(String namespace, String event, ServerEventListener listener) {
		this.listeners.computeIfAbsent(new Name(namespace, event), (name) -> new CopyOnWriteArrayList<>())
			.add(listener);
	}

	/**
	 * Calls the listeners of an event.
	 * @param namespace the namespace, as servers name it
	 * @param event the event and its arguments
	 * @param reply takes what the first listener has returned, or {@code null} if there
	 * is none or it failed; called once
	 */
	void on(String namespace, JsonPayload event, Consumer<@Nullable JsonPayload> reply) {
		try {
			this.executor.execute(() -> reply.accept(call(namespace, event)));
		}
		catch (RejectedExecutionException ex) {
			this.dropped.increment();
			logger.debug("A server event is dropped, since too many wait for this node's listeners");
			reply.accept(null);
		}
	}

	long dropped() {
		return this.dropped.sum();
	}

	private @Nullable JsonPayload call(String namespace, JsonPayload event) {
		JsonNode payload;
		try {
			payload = this.json.read(event);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("A server event is malformed", ex);
			return null;
		}
		JsonPayload first = null;
		boolean called = false;
		for (ServerEventListener listener : this.listeners
			.getOrDefault(new Name(namespace, payload.path(0).asString("")), List.of())) {
			JsonPayload reply = call(listener, payload);
			first = (called) ? first : reply;
			called = true;
		}
		return first;
	}

	private @Nullable JsonPayload call(ServerEventListener listener, JsonNode payload) {
		warnOfSurplus(listener, payload);
		try {
			Object returned = listener.onEvent(arguments(listener, payload));
			return this.json.writeReply(returned, listener.replyType());
		}
		catch (Exception | Error ex) {
			String event = payload.path(0).asString();
			this.limited.warn(event, () -> "An @OnServerEvent method for event '" + event + "' failed", ex);
			return null;
		}
	}

	private void warnOfSurplus(ServerEventListener listener, JsonNode payload) {
		int declared = listener.types().size();
		int came = payload.size() - 1;
		if (came > declared) {
			String event = payload.path(0).asString();
			this.limited.warn(new Surplus(event),
					() -> "Server event '" + event + "' arrived with " + came
							+ " arguments, of which a listener declares " + declared
							+ "; the others were dropped. Declare more parameters, or send one object");
		}
	}

	private List<@Nullable Object> arguments(ServerEventListener listener, JsonNode payload) {
		List<@Nullable Object> arguments = new ArrayList<>();
		for (int i = 0; i < listener.types().size(); i++) {
			JsonNode argument = payload.get(i + 1);
			arguments.add((argument != null) ? this.json.convert(argument, listener.types().get(i)) : null);
		}
		return arguments;
	}

	private record Name(String namespace, String event) {
	}

	private record Surplus(String event) {
	}

}
