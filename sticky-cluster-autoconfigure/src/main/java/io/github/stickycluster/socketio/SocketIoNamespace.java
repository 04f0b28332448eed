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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import com.corundumstudio.socketio.AuthTokenListener;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.listener.DataListener;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.listener.EventInterceptor;
import com.corundumstudio.socketio.listener.ExceptionListener;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.corundumstudio.socketio.listener.PingListener;
import com.corundumstudio.socketio.listener.PongListener;
import com.corundumstudio.socketio.namespace.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * A namespace whose clients are in no room that they were not told to join, and that
 * tells what is changed in it.
 * <p>
 * netty-socketio puts each client into a room of the namespace's name, which is
 * {@code ""} for the default namespace: whoever sent to that room reached everybody.
 */
public class SocketIoNamespace extends Namespace {

	private final ExceptionListener exceptionListener;

	private final Queue<ConnectListener> connectListeners = new ConcurrentLinkedQueue<>();

	private final Set<String> events = ConcurrentHashMap.newKeySet();

	private volatile NamespaceChanges changes = NamespaceChanges.NONE;

	/**
	 * Creates a namespace.
	 * @param name the name, as the server names it
	 * @param configuration the server's configuration
	 */
	public SocketIoNamespace(String name, Configuration configuration) {
		super(name, configuration);
		this.exceptionListener = configuration.getExceptionListener();
	}

	/**
	 * Sets who is told what is changed from now on.
	 * @param changes told after each change, on the thread that made it
	 */
	public final void tellChanges(NamespaceChanges changes) {
		this.changes = changes;
	}

	/**
	 * Returns the events that have listeners.
	 * @return the names, as of now
	 */
	public final Set<String> events() {
		return Set.copyOf(this.events);
	}

	/**
	 * Adds a listener. The types are registered first, so that one that is refused leaves
	 * nothing behind.
	 * @throws EventTypeException if no argument could be handed to the listener
	 */
	@Override
	public <T> void addEventListener(String eventName, Class<T> eventClass, DataListener<T> listener) {
		getJsonSupport().addEventMapping(getName(), eventName, eventClass);
		super.addEventListener(eventName, eventClass, listener);
		added(eventName, (namespace) -> namespace.addEventListener(eventName, eventClass, listener));
	}

	/**
	 * Adds a listener, as {@link #addEventListener}.
	 */
	@Override
	public void addMultiTypeEventListener(String eventName, MultiTypeEventListener listener, Class<?>... eventClass) {
		getJsonSupport().addEventMapping(getName(), eventName, eventClass);
		super.addMultiTypeEventListener(eventName, listener, eventClass);
		added(eventName, (namespace) -> namespace.addMultiTypeEventListener(eventName, listener, eventClass));
	}

	@Override
	public void removeAllListeners(String eventName) {
		super.removeAllListeners(eventName);
		this.events.remove(eventName);
		this.changes.listenersRemoved(getName(), eventName);
	}

	@Override
	public void addEventInterceptor(EventInterceptor eventInterceptor) {
		super.addEventInterceptor(eventInterceptor);
		added(null, (namespace) -> namespace.addEventInterceptor(eventInterceptor));
	}

	@Override
	public void addConnectListener(ConnectListener listener) {
		this.connectListeners.add(listener);
		added(null, (namespace) -> namespace.addConnectListener(listener));
	}

	@Override
	public void addDisconnectListener(DisconnectListener listener) {
		super.addDisconnectListener(listener);
		added(null, (namespace) -> namespace.addDisconnectListener(listener));
	}

	@Override
	@Deprecated
	public void addPingListener(PingListener listener) {
		super.addPingListener(listener);
		added(null, (namespace) -> namespace.addPingListener(listener));
	}

	@Override
	public void addPongListener(PongListener listener) {
		super.addPongListener(listener);
		added(null, (namespace) -> namespace.addPongListener(listener));
	}

	@Override
	public void addAuthTokenListener(AuthTokenListener listener) {
		super.addAuthTokenListener(listener);
		added(null, (namespace) -> namespace.addAuthTokenListener(listener));
	}

	private void added(@Nullable String event, Consumer<SocketIONamespace> addition) {
		if (event != null) {
			this.events.add(event);
		}
		this.changes.listenerAdded(getName(), event, addition);
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
