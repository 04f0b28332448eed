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

package io.github.stickycluster.internal.cluster;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.socketio.Broadcaster;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.PacketEncoder;
import io.github.stickycluster.internal.socketio.SocketIoSocket;

/**
 * Broadcasts of a worker's namespaces to the sockets of the whole cluster.
 */
final class ClusterBroadcaster implements Broadcaster {

	private final ClusterAdapter link;

	ClusterBroadcaster(ClusterAdapter link) {
		this.link = link;
	}

	private static BroadcastTarget select(String namespace, Set<String> rooms) {
		BroadcastTarget all = BroadcastTarget.all(namespace);
		return (rooms.isEmpty()) ? all : all.to(rooms);
	}

	@Override
	public void emit(String namespace, Set<String> rooms, Set<String> except, String event, Object... arguments) {
		BroadcastTarget selection = select(namespace, rooms);
		this.link.emit((except.isEmpty()) ? selection : selection.except(except), BroadcastFlags.DEFAULT,
				this.link.write(event, arguments));
	}

	@Override
	public void emitHere(String namespace, Set<String> rooms, Predicate<SocketIoSocket> excluded, String event,
			Object... arguments) {
		JsonPayload payload = this.link.write(event, arguments);
		for (String each : this.link.sockets().namespaces(namespace)) {
			emitHere(select(each, rooms), excluded, payload);
		}
	}

	private void emitHere(BroadcastTarget selection, Predicate<SocketIoSocket> excluded, JsonPayload payload) {
		EncodedPacket packet = PacketEncoder.event(selection.namespace(), payload, null, true);
		try {
			this.link.sockets().forEach(selection, (worker, socket) -> {
				if (!excluded.test(socket)) {
					socket.emit(packet, payload);
				}
			});
		}
		finally {
			packet.release();
		}
	}

	@Override
	public void disconnect(String namespace, Set<String> rooms) {
		this.link.command(select(namespace, rooms), Command.DISCONNECT, false, Set.of());
	}

	@Override
	public List<SocketIoSocket> sockets(String namespace, Set<String> rooms) {
		return this.link.sockets().list(select(namespace, rooms));
	}

	@Override
	public boolean isAlone() {
		return this.link.isAlone();
	}

}
