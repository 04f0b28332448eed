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

package io.github.stickycluster.socketio;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DefaultExceptionListener;
import com.corundumstudio.socketio.listener.ExceptionListener;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the application's exception listener: notes on the socket what its
 * listeners throw, which netty-socketio's namespaces tell nobody else, and logs, in its
 * limited way, what the application leaves to {@link DefaultExceptionListener}, which
 * would log each with its stack trace.
 */
public final class ListenerFailures implements ExceptionListener {

	private final ExceptionListener delegate;

	/** The methods that the delegate has from {@link DefaultExceptionListener}. */
	private final Set<String> inherited;

	/**
	 * Stands before an exception listener.
	 * @param delegate the application's, which is told of each failure
	 */
	public ListenerFailures(ExceptionListener delegate) {
		this.delegate = delegate;
		this.inherited = Arrays.stream(delegate.getClass().getMethods())
			.filter((method) -> method.getDeclaringClass() == DefaultExceptionListener.class)
			.map((method) -> method.getName())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Tells an exception listener of what no listener threw that a namespace calls.
	 * @param listener the exception listener
	 * @param what what is listened to, or {@code null} for the event that was heard last
	 * @param failure the failure
	 * @param socket the client
	 */
	static void report(ExceptionListener listener, @Nullable String what, Exception failure, SocketIoSocket socket) {
		if (!(listener instanceof ListenerFailures failures)) {
			listener.onEventException(failure, List.of(), socket);
		}
		else if (!failures.logs("onEventException", what, failure, socket)) {
			failures.delegate.onEventException(failure, List.of(), socket);
		}
	}

	private static void note(Throwable failure, SocketIOClient client) {
		if (client instanceof SocketIoSocket socket) {
			socket.listenerFailed(failure);
		}
	}

	private boolean logs(String method, @Nullable String what, Throwable failure, SocketIOClient client) {
		if (this.inherited.contains(method) && client instanceof SocketIoSocket socket) {
			socket.logFailure(what, failure);
			return true;
		}
		return false;
	}

	@Override
	public void onEventException(Exception failure, List<Object> args, SocketIOClient client) {
		note(failure, client);
		if (!logs("onEventException", null, failure, client)) {
			this.delegate.onEventException(failure, args, client);
		}
	}

	@Override
	public void onConnectException(Exception failure, SocketIOClient client) {
		note(failure, client);
		if (!logs("onConnectException", "connect", failure, client)) {
			this.delegate.onConnectException(failure, client);
		}
	}

	@Override
	public void onDisconnectException(Exception failure, SocketIOClient client) {
		note(failure, client);
		if (!logs("onDisconnectException", "disconnect", failure, client)) {
			this.delegate.onDisconnectException(failure, client);
		}
	}

	@Override
	@Deprecated
	public void onPingException(Exception failure, SocketIOClient client) {
		if (!logs("onPingException", "ping", failure, client)) {
			this.delegate.onPingException(failure, client);
		}
	}

	@Override
	public void onPongException(Exception failure, SocketIOClient client) {
		if (!logs("onPongException", "pong", failure, client)) {
			this.delegate.onPongException(failure, client);
		}
	}

	@Override
	public boolean exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
		return this.delegate.exceptionCaught(context, failure);
	}

	@Override
	public void onAuthException(Throwable failure, SocketIOClient client) {
		if (!logs("onAuthException", "auth tokens", failure, client)) {
			this.delegate.onAuthException(failure, client);
		}
	}

}
