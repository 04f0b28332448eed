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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.NamespacePattern;
import io.github.stickycluster.internal.socketio.SocketIoNamespace;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.internal.socketio.UserRooms;
import io.github.stickycluster.internal.worker.LocalWorker;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of all workers of this JVM. Thread-safe.
 * <p>
 * Events are passed to the sockets on the caller's thread, which keeps the order of all
 * events of that thread. Each socket hands an event to its own event loop, where the
 * number of waiting bytes is bounded for each client.
 */
final class LocalSockets {

	private static final int UUID_LENGTH = 36;

	private final Map<String, LocalWorker> workers = new ConcurrentHashMap<>();

	void add(LocalWorker worker) {
		LocalWorker present = this.workers.putIfAbsent(worker.id(), worker);
		if (present != null) {
			throw new IllegalStateException("A worker with the id '" + worker.id() + "' is registered already");
		}
	}

	void remove(LocalWorker worker) {
		this.workers.remove(worker.id(), worker);
	}

	// Users

	/**
	 * Returns whether a user has a socket in any namespace.
	 */
	boolean hasUser(String user) {
		for (LocalWorker worker : this.workers.values()) {
			if (!worker.users().of(user).isEmpty()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the sockets of a user in all namespaces.
	 */
	List<SocketIoSocket> ofUser(String user) {
		List<SocketIoSocket> sockets = new ArrayList<>();
		this.workers.values().forEach((worker) -> sockets.addAll(worker.users().of(user)));
		return sockets;
	}

	/**
	 * Returns the users that have a socket in any namespace.
	 */
	Set<String> users() {
		Set<String> users = new HashSet<>();
		this.workers.values().forEach((worker) -> users.addAll(worker.users().users()));
		return users;
	}

	@Nullable LocalWorker any() {
		for (LocalWorker worker : this.workers.values()) {
			return worker;
		}
		return null;
	}

	/**
	 * Returns the worker that holds a socket.
	 * @param socket the socket's id, in any namespace
	 * @return the worker's id, or empty if none of this JVM holds it
	 */
	Optional<String> workerOf(UUID socket) {
		return this.workers.values().stream().filter((worker) -> worker.holds(socket)).map(LocalWorker::id).findFirst();
	}

	/**
	 * Sends an event to the sockets selected.
	 * @param selection who shall get it
	 * @param lossy whether those who are not ready to receive go without
	 * @param packet the event; the caller keeps its reference
	 * @param event the same, before it was encoded
	 */
	void emit(BroadcastTarget selection, boolean lossy, EncodedPacket packet, JsonPayload event) {
		forEach(selection, (worker, socket) -> {
			if (!lossy || socket.isWritable()) {
				socket.emit(packet, event);
			}
		});
	}

	/**
	 * Names the namespaces that a selection selects.
	 * @param namespace the selection's
	 * @return its own, or those of now that were made by the pattern that it is
	 */
	Set<String> namespaces(String namespace) {
		if (!NamespacePattern.isPattern(namespace)) {
			return Set.of(namespace);
		}
		Set<String> names = new HashSet<>();
		this.workers.values()
			.forEach((worker) -> worker.namespaces(namespace).forEach((each) -> names.add(each.name())));
		return names;
	}

	long count(BroadcastTarget selection) {
		long[] count = new long[1];
		forEach(selection, (worker, socket) -> count[0]++);
		return count[0];
	}

	List<SocketIoSocket> list(BroadcastTarget selection) {
		List<SocketIoSocket> sockets = new ArrayList<>();
		forEach(selection, (worker, socket) -> sockets.add(socket));
		return sockets;
	}

	/**
	 * Names the rooms that the sockets selected have joined.
	 */
	Set<String> rooms(BroadcastTarget selection) {
		Set<String> rooms = new HashSet<>();
		forEach(selection, (worker, socket) -> rooms.addAll(socket.joinedRooms()));
		return rooms;
	}

	void forEach(BroadcastTarget selection, BiConsumer<LocalWorker, SocketIoSocket> action) {
		Set<UUID> excepted = ids(selection.except());
		Set<String> users = UserRooms.users(selection.except());
		for (LocalWorker worker : this.workers.values()) {
			for (SocketIoNamespace namespace : worker.namespaces(selection.namespace())) {
				for (SocketIoSocket socket : selected(worker, namespace, selection)) {
					if (socket.isMember() && !isExcepted(socket, selection.except(), excepted, users)) {
						action.accept(worker, socket);
					}
				}
			}
		}
	}

	private static boolean isExcepted(SocketIoSocket socket, Set<String> rooms, Set<UUID> ids, Set<String> users) {
		return !rooms.isEmpty() && ((!ids.isEmpty() && ids.contains(socket.id())) || isAny(socket.user(), users)
				|| socket.hasJoinedAny(rooms));
	}

	private static boolean isAny(@Nullable String user, Set<String> users) {
		return user != null && users.contains(user);
	}

	private static Collection<SocketIoSocket> selected(LocalWorker worker, SocketIoNamespace namespace,
			BroadcastTarget selection) {
		UUID only = selection.socket();
		if (only != null) {
			SocketIoSocket socket = namespace.socket(only);
			return (socket != null) ? List.of(socket) : List.of();
		}
		Set<String> rooms = selection.rooms();
		if (rooms.isEmpty()) {
			return namespace.sockets();
		}
		if (rooms.size() == 1) {
			return members(worker, namespace, rooms.iterator().next());
		}
		Set<SocketIoSocket> union = new LinkedHashSet<>();
		rooms.forEach((room) -> union.addAll(members(worker, namespace, room)));
		return union;
	}

	/** Those who joined the room, and the one whose own room it is. */
	private static Collection<SocketIoSocket> members(LocalWorker worker, SocketIoNamespace namespace, String room) {
		String user = UserRooms.user(room);
		if (user != null) {
			return worker.users().of(user, namespace);
		}
		Collection<SocketIoSocket> joined = namespace.room(room);
		UUID id = id(room);
		SocketIoSocket owner = (id != null) ? namespace.socket(id) : null;
		if (owner == null) {
			return joined;
		}
		Set<SocketIoSocket> both = new LinkedHashSet<>(joined);
		both.add(owner);
		return both;
	}

	private static Set<UUID> ids(Set<String> rooms) {
		if (rooms.isEmpty()) {
			return Set.of();
		}
		Set<UUID> ids = new HashSet<>();
		for (String room : rooms) {
			UUID id = id(room);
			if (id != null) {
				ids.add(id);
			}
		}
		return ids;
	}

	private static @Nullable UUID id(String room) {
		if (room.length() != UUID_LENGTH) {
			return null;
		}
		try {
			return UUID.fromString(room);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
