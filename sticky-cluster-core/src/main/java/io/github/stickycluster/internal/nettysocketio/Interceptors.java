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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.socketio.ConnectRefusedException;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.SocketInterceptor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The interceptors of a namespace, in their order. Immutable.
 */
public final class Interceptors {

	/** No interceptors. */
	static final Interceptors NONE = new Interceptors(List.of(), new InterceptorErrors() {

		@Override
		public Throwable tell(SocketIOClient client, EventAck ack, Throwable failure) {
			return failure;
		}

		@Override
		public Refusal refusal(Exception failure) {
			return Refusal.of(failure.getMessage());
		}

	});

	private final List<SocketInterceptor> interceptors;

	private final InterceptorErrors errors;

	/** Those that have a method for what is sent. */
	private final List<SocketInterceptor> ofSending;

	/** What was sent last: a broadcast is read once, and not for each client. */
	private volatile @Nullable Sent last;

	/**
	 * Creates the interceptors of a server.
	 * @param interceptors the interceptors, in their order
	 * @param errors tells clients of what they throw
	 */
	public Interceptors(List<SocketInterceptor> interceptors, InterceptorErrors errors) {
		this.interceptors = List.copyOf(interceptors);
		this.errors = errors;
		this.ofSending = this.interceptors.stream().filter(Interceptors::seesSending).toList();
	}

	private static boolean seesSending(SocketInterceptor interceptor) {
		try {
			return interceptor.getClass()
				.getMethod("beforeSend", SocketIOClient.class, String.class, List.class)
				.getDeclaringClass() != SocketInterceptor.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns whether an interceptor sees what is sent.
	 */
	boolean seeSending() {
		return !this.ofSending.isEmpty();
	}

	/**
	 * Lets the interceptors see an event that is sent.
	 */
	void beforeSend(SocketIOClient client, JsonPayload event, SocketIoJson json) {
		Sent sent = this.last;
		if (sent == null || sent.event != event) {
			sent = Sent.read(event, json);
			this.last = sent;
		}
		for (SocketInterceptor interceptor : this.ofSending) {
			interceptor.beforeSend(client, sent.name, sent.arguments);
		}
	}

	/**
	 * Returns those that intercept a namespace.
	 * @param namespace the namespace, as clients write it
	 * @return the interceptors, or {@code null} if there is none
	 */
	@Nullable Interceptors of(String namespace) {
		List<SocketInterceptor> some = this.interceptors.stream().filter((each) -> each.supports(namespace)).toList();
		return some.isEmpty() ? null : new Interceptors(some, this.errors);
	}

	/**
	 * Decides whether a client may connect.
	 * @return why not, or {@code null} if it may
	 */
	@Nullable Refusal judge(SocketIOClient client) throws Exception {
		Handshake handshake = ClientHandshake.of(client);
		for (SocketInterceptor interceptor : this.interceptors) {
			try {
				interceptor.beforeConnect(client, handshake);
			}
			catch (ConnectRefusedException ex) {
				return new Refusal(String.valueOf(ex.getMessage()), ex.getData());
			}
			catch (Exception ex) {
				Refusal refusal = this.errors.refusal(ex);
				if (refusal == null) {
					throw ex;
				}
				return refusal;
			}
		}
		return null;
	}

	/**
	 * Begins to intercept an event.
	 */
	Interception begin(SocketIOClient client, String event) {
		return new Interception(client, event);
	}

	/**
	 * An event that is sent.
	 */
	private record Sent(JsonPayload event, String name, List<JsonNode> arguments) {

		private static Sent read(JsonPayload event, SocketIoJson json) {
			JsonNode tree = json.read(event);
			List<JsonNode> arguments = new ArrayList<>();
			tree.forEach(arguments::add);
			return new Sent(event, tree.path(0).asString(), List.copyOf(arguments.subList(1, arguments.size())));
		}

	}

	/**
	 * The interception of one event.
	 */
	final class Interception {

		private final SocketIOClient client;

		private final String event;

		private final long start = System.nanoTime();

		/** Those of the event, or what interceptors have made of them. */
		private List<Object> arguments = List.of();

		/** How many have let the event pass. */
		private int passed;

		/** Whether the end of the event is that of what a listener has promised. */
		private boolean later;

		private Interception(SocketIOClient client, String event) {
			this.client = client;
			this.event = event;
		}

		/**
		 * Calls the listeners with what the interceptors make of the arguments, and tells
		 * the client if one rejects the event.
		 * @return what the listeners have promised, after the interceptors have been told
		 * of its end, or {@code null} if they have succeeded already
		 * @throws Exception what an interceptor or a listener throws
		 */
		@Nullable CompletionStage<?> call(EventListeners listeners, List<Object> sent, EventAck ack) throws Exception {
			this.arguments = sent;
			this.arguments = before(sent, ack);
			return waitFor(listeners.call(this.client, this.arguments, ack));
		}

		/**
		 * Returns the arguments that the listeners were called with, or those of the
		 * event if an interceptor has rejected it.
		 */
		List<Object> arguments() {
			return this.arguments;
		}

		@SuppressWarnings("NullAway")
		private List<Object> before(List<Object> sent, EventAck ack) throws Exception {
			List<@Nullable Object> current = sent;
			try {
				for (SocketInterceptor interceptor : Interceptors.this.interceptors) {
					current = interceptor.beforeEvent(this.client, this.event, Collections.unmodifiableList(current));
					this.passed++;
				}
				return current;
			}
			catch (Throwable ex) {
				Throwable told = Interceptors.this.errors.tell(this.client, ack, ex);
				if (told instanceof Error error) {
					throw error;
				}
				throw (Exception) told;
			}
		}

		private @Nullable CompletionStage<?> waitFor(@Nullable CompletionStage<?> promised) {
			this.later = promised != null;
			return (promised != null) ? promised.whenComplete((value, thrown) -> ClientScope.run(this.client,
					() -> after((thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
							: thrown)))
					: null;
		}

		/**
		 * The listeners have returned or thrown, or an interceptor has rejected the
		 * event.
		 * @param failure what was thrown, or {@code null}
		 */
		void called(@Nullable Throwable failure) {
			if (!this.later) {
				after(failure);
			}
		}

		private void after(@Nullable Throwable failure) {
			Duration duration = Duration.ofNanos(System.nanoTime() - this.start);
			Throwable reason = (failure instanceof RejectedEventException rejected) ? rejected.reason() : failure;
			RuntimeException thrown = null;
			for (int i = this.passed - 1; i >= 0; i--) {
				try {
					Interceptors.this.interceptors.get(i).afterEvent(this.client, this.event, duration, reason);
				}
				catch (RuntimeException ex) {
					thrown = ex;
				}
			}
			if (thrown != null) {
				throw thrown;
			}
		}

	}

}
