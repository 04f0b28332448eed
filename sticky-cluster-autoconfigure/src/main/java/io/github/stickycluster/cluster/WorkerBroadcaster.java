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

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.Packet;
import io.github.stickycluster.worker.LocalWorker;

/**
 * Delivers broadcasts to the clients of one worker.
 */
final class WorkerBroadcaster {

	private WorkerBroadcaster() {
	}

	/**
	 * Sends a broadcast's event to those of the worker's clients that it selects. Cheap
	 * for a worker that has none.
	 */
	static void deliver(LocalWorker worker, Broadcast broadcast) {
		Packet packet = broadcast.toPacket();
		forEachSelected(worker, broadcast.namespace(), broadcast.rooms(), broadcast.except(),
				(client) -> client.send(packet));
	}

	/**
	 * Counts those of the worker's clients that a selection names.
	 */
	static long count(LocalWorker worker, String namespace, Set<String> rooms, Set<String> except) {
		long[] count = new long[1];
		forEachSelected(worker, namespace, rooms, except, (client) -> count[0]++);
		return count[0];
	}

	private static void forEachSelected(LocalWorker worker, String name, Set<String> rooms, Set<String> except,
			Consumer<SocketIOClient> action) {
		SocketIONamespace found = worker.server().getNamespace(name);
		if (!(found instanceof Namespace namespace)) {
			return;
		}
		for (SocketIOClient client : selected(namespace, rooms)) {
			if (except.isEmpty() || client.getAllRooms().stream().noneMatch(except::contains)) {
				action.accept(client);
			}
		}
	}

	private static Iterable<SocketIOClient> selected(Namespace namespace, Set<String> rooms) {
		if (rooms.isEmpty()) {
			return namespace.getAllClients();
		}
		if (rooms.size() == 1) {
			return namespace.getRoomClients(rooms.iterator().next());
		}
		Set<SocketIOClient> union = new LinkedHashSet<>();
		rooms.forEach((room) -> namespace.getRoomClients(room).forEach(union::add));
		return union;
	}

}
