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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.listener.ExceptionListener;
import com.corundumstudio.socketio.namespace.Namespace;

/**
 * A namespace whose clients are in no room that they were not told to join.
 * netty-socketio puts each client into a room of the namespace's name, which is
 * {@code ""} for the default namespace: whoever sent to that room reached everybody.
 */
public class SocketIoNamespace extends Namespace {

	private final ExceptionListener exceptionListener;

	private final Queue<ConnectListener> connectListeners = new ConcurrentLinkedQueue<>();

	/**
	 * Creates a namespace.
	 * @param name the name, as the server names it
	 * @param configuration the server's configuration
	 */
	public SocketIoNamespace(String name, Configuration configuration) {
		super(name, configuration);
		this.exceptionListener = configuration.getExceptionListener();
	}

	@Override
	public void addConnectListener(ConnectListener listener) {
		this.connectListeners.add(listener);
	}

	/**
	 * Calls the connect listeners. The superclass, whose listeners these are not, would
	 * join the room first.
	 */
	@Override
	public void onConnect(SocketIOClient client) {
		try {
			this.connectListeners.forEach((listener) -> listener.onConnect(client));
		}
		catch (Exception ex) {
			this.exceptionListener.onConnectException(ex, client);
		}
	}

}
