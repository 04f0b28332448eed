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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SingleRoomBroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.store.MemoryStoreFactory;
import io.github.stickycluster.internal.socketio.Broadcaster;
import io.github.stickycluster.internal.socketio.NamespacePattern;
import io.github.stickycluster.internal.socketio.SocketIoNamespace;
import io.github.stickycluster.internal.socketio.SocketIoSocket;

/**
 * netty-socketio's operations on a namespace or its rooms, for the clients of all workers
 * and nodes. What hands out {@link SocketIOClient clients} works within one JVM, and is
 * refused where there may be several.
 */
final class RoomOperations implements BroadcastOperations {

	private static final Object[] NO_ARGUMENTS = {};

	private final Broadcaster broadcaster;

	private final SocketIoNamespace namespace;

	private final Set<String> rooms;

	RoomOperations(Broadcaster broadcaster, SocketIoNamespace namespace, Set<String> rooms) {
		this.broadcaster = broadcaster;
		this.namespace = namespace;
		this.rooms = rooms;
	}

	/**
	 * Returns the clients of this JVM.
	 */
	@Override
	public Collection<SocketIOClient> getClients() {
		List<SocketIOClient> clients = new ArrayList<>();
		for (SocketIoSocket socket : this.broadcaster.sockets(this.namespace.name(), this.rooms)) {
			clients.add((SocketIOClient) socket.view());
		}
		return List.copyOf(clients);
	}

	@Override
	public void sendEvent(String name, Object... data) {
		emit(Set.of(), name, data);
	}

	@Override
	public void sendEvent(String name, SocketIOClient excludedClient, Object... data) {
		emit(Set.of(excludedClient.getSessionId().toString()), name, data);
	}

	private void emit(Set<String> except, String name, Object[] data) {
		this.broadcaster.emit(this.namespace.name(), this.rooms, except, name, data);
	}

	@Override
	public void sendEvent(String name, Predicate<SocketIOClient> excludePredicate, Object... data) {
		requireOneJvm("An exclude predicate", "except(\"room\").emit(…)");
		this.broadcaster.emitHere(this.namespace.name(), this.rooms,
				(socket) -> excludePredicate.test((SocketIOClient) socket.view()), name, data);
	}

	@Override
	public void send(Packet packet) {
		PacketType type = packet.getSubType();
		if (type == PacketType.EVENT || type == PacketType.BINARY_EVENT) {
			List<?> data = packet.getData();
			emit(Set.of(), packet.getName(), (data != null) ? data.toArray() : NO_ARGUMENTS);
		}
		else if (type == PacketType.DISCONNECT) {
			disconnect();
		}
		else {
			throw new IllegalArgumentException("Only packets of type EVENT can be broadcast, not " + type);
		}
	}

	@Override
	public void disconnect() {
		this.broadcaster.disconnect(this.namespace.name(), this.rooms);
	}

	@Override
	public <T> void send(Packet packet, BroadcastAckCallback<T> ackCallback) {
		withAcks().send(packet, ackCallback);
	}

	@Override
	public <T> void sendEvent(String name, Object data, BroadcastAckCallback<T> ackCallback) {
		withAcks().sendEvent(name, data, ackCallback);
	}

	@Override
	public <T> void sendEvent(String name, Object data, SocketIOClient excludedClient,
			BroadcastAckCallback<T> ackCallback) {
		withAcks().sendEvent(name, data, excludedClient, ackCallback);
	}

	@Override
	public <T> void sendEvent(String name, Object data, Predicate<SocketIOClient> excludePredicate,
			BroadcastAckCallback<T> ackCallback) {
		withAcks().sendEvent(name, data, excludePredicate, ackCallback);
	}

	/**
	 * netty-socketio's own operations alone can call the callback, and publish nothing.
	 */
	private BroadcastOperations withAcks() {
		requireOneJvm("A BroadcastAckCallback", "emitWithAck(…)");
		return new SingleRoomBroadcastOperations(this.namespace.name(), "", getClients(), new MemoryStoreFactory());
	}

	private void requireOneJvm(String what, String instead) {
		if (!this.broadcaster.isAlone()) {
			String to = (this.rooms.isEmpty()) ? ""
					: "to(\"" + String.join("\", \"", this.rooms.stream().sorted().toList()) + "\").";
			String of = NamespacePattern.isPattern(this.namespace.name()) ? "ofAll" : "of";
			throw new UnsupportedOperationException(
					what + " is called with clients, which cannot be handed to another JVM. Use SocketCluster: cluster."
							+ of + "(\"" + this.namespace.wireName() + "\")." + to + instead);
		}
	}

}
