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

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DefaultExceptionListener;
import com.corundumstudio.socketio.listener.ExceptionListener;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.socketio.Observers;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what listeners throw to the application's exception listener, and logs, in its
 * limited way, what the application leaves to {@link DefaultExceptionListener}, which
 * would log each with its stack trace. Throws nothing itself.
 */
final class ListenerFailures {

	private static final Logger logger = LoggerFactory.getLogger(ListenerFailures.class);

	private final ExceptionListener listener;

	private final Observers observers;

	/** The methods that the listener has from {@link DefaultExceptionListener}. */
	private final Set<String> inherited;

	ListenerFailures(ExceptionListener listener, Observers observers) {
		this.listener = listener;
		this.observers = observers;
		this.inherited = Arrays.stream(listener.getClass().getMethods())
			.filter((method) -> method.getDeclaringClass() == DefaultExceptionListener.class)
			.map((method) -> method.getName())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The listeners of an event have thrown.
	 */
	void event(SocketIoSocket socket, String event, List<Object> arguments, Exception failure) {
		if (failure instanceof RejectedEventException rejected) {
			rejected(socket, event, arguments, rejected.reason());
			return;
		}
		report("onEventException", "event '" + event + "'", socket, failure,
				() -> this.listener.onEventException(failure, arguments, client(socket)));
	}

	private void rejected(SocketIoSocket socket, String event, List<Object> arguments, Exception failure) {
		logger.debug("Event {} of {} was rejected", event, socket, failure);
		try {
			if (!this.inherited.contains("onEventException")) {
				this.listener.onEventException(failure, arguments, client(socket));
			}
		}
		catch (Throwable ex) {
			other(socket, "event '" + event + "'", ex);
		}
	}

	void connect(SocketIoSocket socket, Exception failure) {
		report("onConnectException", "connect", socket, failure,
				() -> this.listener.onConnectException(failure, client(socket)));
	}

	void disconnect(SocketIoSocket socket, Exception failure) {
		report("onDisconnectException", "disconnect", socket, failure,
				() -> this.listener.onDisconnectException(failure, client(socket)));
	}

	/**
	 * A ping listener has thrown, or a pong listener, which netty-socketio reports the
	 * same way.
	 */
	@SuppressWarnings("deprecation")
	void ping(SocketIoSocket socket, Exception failure) {
		report("onPingException", "ping", socket, failure,
				() -> this.listener.onPingException(failure, client(socket)));
	}

	void auth(SocketIoSocket socket, Exception failure) {
		if (!logs("onAuthException", "auth tokens", socket, failure)) {
			this.listener.onAuthException(failure, client(socket));
		}
	}

	/**
	 * Something has thrown that is no listener's exception: an ack callback, an error, or
	 * the exception listener.
	 * @param what what was called, for messages
	 */
	void other(SocketIoSocket socket, String what, Throwable failure) {
		if (this.observers.memory().notice(failure)) {
			socket.closeSession(CloseReason.OUT_OF_MEMORY);
		}
		Exception exception = (failure instanceof Exception ex) ? ex
				: new IllegalStateException("A listener of " + what + " failed", failure);
		try {
			if (!logs("onEventException", what, socket, exception)) {
				this.listener.onEventException(exception, List.of(), client(socket));
			}
		}
		catch (Throwable ex) {
			this.observers.warnings().failed("The ExceptionListener failed", ex);
		}
	}

	private void report(String method, String what, SocketIoSocket socket, Exception failure, Runnable report) {
		try {
			if (!logs(method, what, socket, failure)) {
				report.run();
			}
		}
		catch (Throwable ex) {
			other(socket, what, ex);
		}
	}

	private boolean logs(String method, String what, SocketIoSocket socket, Exception failure) {
		boolean left = this.inherited.contains(method);
		if (left) {
			this.observers.warnings().listenerFailed(what, socket.namespace().reportedName(), failure);
		}
		return left;
	}

	private static SocketIOClient client(SocketIoSocket socket) {
		return (SocketIOClient) socket.view();
	}

}
