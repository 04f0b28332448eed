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

package io.github.stickycluster.cluster;

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
import io.github.stickycluster.engineio.EncodedPacket;
import io.github.stickycluster.socketio.Namespaces;
import io.github.stickycluster.socketio.PacketEncoder;

/**
 * netty-socketio's operations on a namespace or its rooms, for the clients of all workers
 * and nodes. What hands out {@link SocketIOClient clients} works within one JVM, and is
 * refused where there may be several.
 */
final class ClusterOperations implements BroadcastOperations {

	private static final Object[] NO_ARGUMENTS = {};

	private final ClusterAdapter link;

	private final BroadcastTarget selection;

	ClusterOperations(ClusterAdapter link, BroadcastTarget selection) {
		this.link = link;
		this.selection = selection;
	}

	/**
	 * Returns the clients of this JVM.
	 */
	@Override
	public Collection<SocketIOClient> getClients() {
		return List.copyOf(this.link.sockets().list(this.selection));
	}

	@Override
	public void sendEvent(String name, Object... data) {
		emit(this.selection, name, data);
	}

	@Override
	public void sendEvent(String name, SocketIOClient excludedClient, Object... data) {
		emit(this.selection.except(Set.of(excludedClient.getSessionId().toString())), name, data);
	}

	private void emit(BroadcastTarget selection, String name, Object[] data) {
		this.link.emit(selection, BroadcastFlags.DEFAULT, this.link.write(name, data));
	}

	@Override
	public void sendEvent(String name, Predicate<SocketIOClient> excludePredicate, Object... data) {
		requireOneJvm("An exclude predicate", "except(\"room\").emit(…)");
		EncodedPacket packet = PacketEncoder.event(this.selection.namespace(), this.link.write(name, data), null, true);
		try {
			this.link.sockets().forEach(this.selection, (worker, socket) -> {
				if (!excludePredicate.test(socket)) {
					socket.emit(packet);
				}
			});
		}
		finally {
			packet.release();
		}
	}

	@Override
	public void send(Packet packet) {
		PacketType type = packet.getSubType();
		if (type == PacketType.EVENT || type == PacketType.BINARY_EVENT) {
			List<?> data = packet.getData();
			emit(this.selection, packet.getName(), (data != null) ? data.toArray() : NO_ARGUMENTS);
		}
		else if (type == PacketType.DISCONNECT) {
			disconnect();
		}
		else {
			throw new IllegalArgumentException("Only events can be sent to many, and this is " + type);
		}
	}

	@Override
	public void disconnect() {
		this.link.command(this.selection, Command.DISCONNECT, false, Set.of());
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

	/** Stock's own operations alone can call the callback, and publish nothing here. */
	private BroadcastOperations withAcks() {
		requireOneJvm("A BroadcastAckCallback", "emitWithAck(…)");
		Collection<SocketIOClient> clients = getClients();
		return new SingleRoomBroadcastOperations(this.selection.namespace(), "", clients,
				new ClusterStoreFactory(this.link));
	}

	private void requireOneJvm(String what, String instead) {
		if (!this.link.isAlone()) {
			String rooms = (this.selection.rooms().isEmpty()) ? ""
					: "to(\"" + String.join("\", \"", this.selection.rooms().stream().sorted().toList()) + "\").";
			throw new UnsupportedOperationException(what
					+ " is called with clients, which cannot be handed to another JVM. Use SocketCluster: cluster.of(\""
					+ Namespaces.toWireName(this.selection.namespace()) + "\")." + rooms + instead);
		}
	}

}
