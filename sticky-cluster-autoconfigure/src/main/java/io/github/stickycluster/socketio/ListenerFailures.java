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

import java.util.List;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ExceptionListener;
import io.netty.channel.ChannelHandlerContext;

/**
 * Notes on the socket what its listeners throw, before the application's own exception
 * listener has it: netty-socketio's namespaces tell nobody else.
 */
public final class ListenerFailures implements ExceptionListener {

	private final ExceptionListener delegate;

	/**
	 * Stands before an exception listener.
	 * @param delegate the application's, which is told everything
	 */
	public ListenerFailures(ExceptionListener delegate) {
		this.delegate = delegate;
	}

	/**
	 * The application's exception listener, for what no listener threw.
	 */
	static ExceptionListener unwrap(ExceptionListener listener) {
		return (listener instanceof ListenerFailures failures) ? failures.delegate : listener;
	}

	private static void note(Throwable failure, SocketIOClient client) {
		if (client instanceof SocketIoSocket socket) {
			socket.listenerFailed(failure);
		}
	}

	@Override
	public void onEventException(Exception failure, List<Object> args, SocketIOClient client) {
		note(failure, client);
		this.delegate.onEventException(failure, args, client);
	}

	@Override
	public void onConnectException(Exception failure, SocketIOClient client) {
		note(failure, client);
		this.delegate.onConnectException(failure, client);
	}

	@Override
	public void onDisconnectException(Exception failure, SocketIOClient client) {
		note(failure, client);
		this.delegate.onDisconnectException(failure, client);
	}

	@Override
	@Deprecated
	public void onPingException(Exception failure, SocketIOClient client) {
		this.delegate.onPingException(failure, client);
	}

	@Override
	public void onPongException(Exception failure, SocketIOClient client) {
		this.delegate.onPongException(failure, client);
	}

	@Override
	public boolean exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
		return this.delegate.exceptionCaught(context, failure);
	}

	@Override
	public void onAuthException(Throwable failure, SocketIOClient client) {
		this.delegate.onAuthException(failure, client);
	}

}
