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
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DataListener;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The listeners of one event in the order of their registration. Immutable.
 */
final class EventListeners {

	private final List<DataListener<?>> listeners;

	private final Answer answer;

	/** Called before the others, or {@code null} if there is none. */
	private final @Nullable AnyCall any;

	private EventListeners(List<DataListener<?>> listeners, Answer answer, @Nullable AnyCall any) {
		this.listeners = listeners;
		this.answer = answer;
		this.any = any;
	}

	/**
	 * Returns the listeners of an event among which are those of all events.
	 * @param own the event's own, or {@code null} if there is none
	 * @param any those of all events
	 * @param event the event
	 * @param arguments all arguments of the event
	 */
	static EventListeners with(@Nullable EventListeners own, AnyEventListeners any, String event,
			List<JsonNode> arguments) {
		AnyCall call = (client, intercepted, ack) -> any.call(client, event,
				(own != null) ? arguments : trees(intercepted), ack, own == null);
		return (own != null) ? new EventListeners(own.listeners, own.answer, call)
				: new EventListeners(List.of(), any.answer(), call);
	}

	// An interceptor may have changed them.
	private static List<JsonNode> trees(List<Object> arguments) {
		return arguments.stream().map(JsonNode.class::cast).toList();
	}

	/**
	 * Returns how the event is acknowledged after all listeners have succeeded.
	 * @return the strongest answer of any listener
	 */
	Answer answer() {
		return this.answer;
	}

	/**
	 * Returns how the client hears of events that reach no listener.
	 * @return the errors, or {@code null} if it does not
	 */
	@Nullable EventErrors errors() {
		for (DataListener<?> listener : this.listeners) {
			if (listener instanceof AnsweringListener answering) {
				return answering.errors();
			}
		}
		return null;
	}

	/**
	 * Calls the listeners.
	 * @return completes when all have succeeded and fails if one has not, or {@code null}
	 * if all have succeeded already
	 * @throws Exception what a listener throws, after which no further one is called
	 */
	@SuppressWarnings({ "unchecked", "ForLoopReplaceableByForEach" })
	@Nullable CompletionStage<?> call(SocketIOClient client, List<Object> arguments, EventAck ack) throws Exception {
		CompletionStage<?> later = (this.any != null) ? this.any.call(client, arguments, ack) : null;
		// An iterator for each event would be garbage.
		for (int i = 0; i < this.listeners.size(); i++) {
			DataListener<?> listener = this.listeners.get(i);
			if (listener instanceof AnsweringListener answering) {
				later = both(later, answering.onEvent(client, arguments, ack));
			}
			else {
				((DataListener<Object>) listener).onData(client, data(listener, arguments), ack.request(client));
			}
		}
		return later;
	}

	static @Nullable CompletionStage<?> both(@Nullable CompletionStage<?> one, @Nullable CompletionStage<?> other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.thenCombine(other, (first, second) -> null);
	}

	@SuppressWarnings("NullAway")
	private static @Nullable Object data(DataListener<?> listener, List<Object> arguments) {
		if (listener instanceof MultiTypeEventListener) {
			return new MultiTypeArgs(arguments);
		}
		return (arguments.isEmpty()) ? null : arguments.get(0);
	}

	/** Calls the listeners of all events. */
	@FunctionalInterface
	private interface AnyCall {

		@Nullable CompletionStage<?> call(SocketIOClient client, List<Object> arguments, EventAck ack) throws Exception;

	}

	/**
	 * How an event is acknowledged after success, from the weakest to the strongest.
	 */
	enum Answer {

		/** As an event that has no listener. */
		NOT_FOUND,

		/** As the server's ack mode says. */
		BY_ACK_MODE,

		/** Without arguments. */
		EMPTY,

		/** By a listener, now or later. */
		BY_LISTENER;

		private static Answer of(DataListener<?> listener) {
			if (listener instanceof AnsweringListener answering) {
				return answering.answers() ? BY_LISTENER : EMPTY;
			}
			return BY_ACK_MODE;
		}

		private Answer or(Answer other) {
			return (other.compareTo(this) > 0) ? other : this;
		}

	}

	/**
	 * The listeners of a namespace by event. Thread-safe.
	 */
	static final class ByEvent {

		private final Map<String, EventListeners> events = new ConcurrentHashMap<>();

		void add(String event, DataListener<?> listener) {
			this.events.merge(event, new EventListeners(List.of(listener), Answer.of(listener), null),
					(present, added) -> {
						List<DataListener<?>> more = new ArrayList<>(present.listeners);
						more.addAll(added.listeners);
						return new EventListeners(List.copyOf(more), present.answer.or(added.answer), null);
					});
		}

		void remove(String event) {
			this.events.remove(event);
		}

		@Nullable EventListeners get(String event) {
			return this.events.get(event);
		}

	}

}
