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

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

import com.corundumstudio.socketio.AuthTokenListener;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.listener.DataListener;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.listener.EventInterceptor;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.corundumstudio.socketio.listener.PingListener;
import com.corundumstudio.socketio.listener.PongListener;
import io.github.stickycluster.internal.socketio.ArgumentChecks;
import io.github.stickycluster.internal.socketio.SocketIoNamespace;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that was made for clients, as applications know it: its clients are its
 * own, and its listeners are those of the pattern. Thread-safe.
 */
@SuppressWarnings("deprecation")
final class MadeNamespaceView implements SocketIONamespace {

	private final SocketIoNamespace namespace;

	private final NamespaceView pattern;

	MadeNamespaceView(SocketIoNamespace namespace, NamespaceView pattern) {
		this.namespace = namespace;
		this.pattern = pattern;
	}

	@Override
	public String getName() {
		return this.namespace.name();
	}

	@Override
	public BroadcastOperations getBroadcastOperations() {
		return this.pattern.operations(this.namespace, Set.of());
	}

	@Override
	public BroadcastOperations getRoomOperations(String room) {
		return this.pattern.operations(this.namespace, Set.of(ArgumentChecks.room(room)));
	}

	@Override
	public BroadcastOperations getRoomOperations(String... rooms) {
		return this.pattern.operations(this.namespace, ArgumentChecks.someRooms(rooms));
	}

	@Override
	public Collection<SocketIOClient> getAllClients() {
		return NamespaceView.clients(this.namespace);
	}

	@Override
	@SuppressWarnings("NullAway")
	public @Nullable SocketIOClient getClient(UUID uuid) {
		return NamespaceView.client(this.namespace, uuid);
	}

	@Override
	public <T> void addEventListener(String eventName, Class<T> eventClass, DataListener<T> listener) {
		throw refusal();
	}

	@Override
	public void addMultiTypeEventListener(String eventName, MultiTypeEventListener listener, Class<?>... eventClass) {
		throw refusal();
	}

	@Override
	public void removeAllListeners(String eventName) {
		throw refusal();
	}

	@Override
	public void addEventInterceptor(EventInterceptor eventInterceptor) {
		throw refusal();
	}

	@Override
	public void addConnectListener(ConnectListener listener) {
		throw refusal();
	}

	@Override
	public void addDisconnectListener(DisconnectListener listener) {
		throw refusal();
	}

	@Override
	@Deprecated
	public void addPingListener(PingListener listener) {
		throw refusal();
	}

	@Override
	public void addPongListener(PongListener listener) {
		throw refusal();
	}

	@Override
	public void addAuthTokenListener(AuthTokenListener listener) {
		throw refusal();
	}

	@Override
	public void addListeners(Object listeners) {
		throw refusal();
	}

	@Override
	public <L> void addListeners(Iterable<L> listeners) {
		throw refusal();
	}

	@Override
	public void addListeners(Object listeners, Class<?> listenersClass) {
		throw refusal();
	}

	private UnsupportedOperationException refusal() {
		return new UnsupportedOperationException(
				"The namespace " + getName() + " has the listeners of its pattern: add "
						+ "or remove them with server.getNamespace(\"" + this.pattern.getName() + "\")");
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof MadeNamespaceView view && this.namespace.equals(view.namespace);
	}

	@Override
	public int hashCode() {
		return this.namespace.hashCode();
	}

	@Override
	public String toString() {
		return this.namespace.toString();
	}

}
