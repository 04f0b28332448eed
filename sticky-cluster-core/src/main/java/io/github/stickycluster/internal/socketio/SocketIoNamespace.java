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

package io.github.stickycluster.internal.socketio;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A namespace of one worker: its sockets and the rooms they have joined. Thread-safe.
 */
public class SocketIoNamespace {

	private final String name;

	private final String wireName;

	private final String declaredName;

	private final NamespaceListener listener;

	private final Map<UUID, SocketIoSocket> sockets = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Set<SocketIoSocket>> rooms = new ConcurrentHashMap<>();

	/**
	 * Creates a namespace.
	 * @param name the name, as the server names it
	 * @param listener listens to its sockets
	 */
	public SocketIoNamespace(String name, NamespaceListener listener) {
		this(name, name, listener);
	}

	/**
	 * Creates a namespace.
	 * @param name the name, as the server names it
	 * @param declaredName the name by which the application has declared it
	 * @param listener listens to its sockets
	 */
	SocketIoNamespace(String name, String declaredName, NamespaceListener listener) {
		this.name = name;
		this.wireName = Namespaces.toWireName(name);
		this.declaredName = declaredName;
		this.listener = listener;
	}

	/**
	 * Returns the name.
	 * @return the name as the server names it, empty for the default namespace
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the name as clients write it.
	 * @return the name, {@code /} for the default namespace
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * Returns the name by which the application has declared the namespace, and by which
	 * its listeners are registered.
	 * @return the pattern of a namespace that was made for clients, else the name
	 */
	public String declaredName() {
		return this.declaredName;
	}

	/**
	 * Returns the name for meters and logs, of which there are only as many as the
	 * application has declared.
	 * @return the declared name, as clients write it
	 */
	public String reportedName() {
		return Namespaces.toWireName(this.declaredName);
	}

	/**
	 * Returns the variables of the pattern by which the namespace was declared.
	 * @return the values by variable, none if it was not declared by a pattern
	 */
	public Map<String, String> variables() {
		return Map.of();
	}

	NamespaceListener listener() {
		return this.listener;
	}

	// What is made for clients

	/** Whether it was made for a client, and goes with the last one. */
	boolean isMade() {
		return false;
	}

	/** The heap that a socket makes the server keep for the namespace. */
	int cost() {
		return 0;
	}

	/**
	 * Lets a socket in that has asked for the namespace.
	 * @return whether there was room
	 */
	boolean admit() {
		return true;
	}

	/**
	 * Forgets a socket that has asked for the namespace.
	 * @param admitted whether it was let in
	 */
	void release(boolean admitted) {
	}

	/**
	 * Returns the sockets that are in the namespace.
	 * @return a view, which may be iterated while sockets come and go
	 */
	public Collection<SocketIoSocket> sockets() {
		return Collections.unmodifiableCollection(this.sockets.values());
	}

	/**
	 * Finds a socket.
	 * @param id its id
	 * @return the socket, or {@code null} if it is not in the namespace
	 */
	public @Nullable SocketIoSocket socket(UUID id) {
		return this.sockets.get(id);
	}

	/**
	 * Returns the sockets that have joined a room, also those that the namespace has not
	 * let in yet: see {@link SocketIoSocket#isMember()}.
	 * @param room the room
	 * @return a view, which may be iterated while sockets come and go
	 */
	public Collection<SocketIoSocket> room(String room) {
		Set<SocketIoSocket> members = this.rooms.get(room);
		return (members != null) ? Collections.unmodifiableCollection(members) : Set.of();
	}

	/** The rooms that somebody is in. */
	Set<String> rooms() {
		return Collections.unmodifiableSet(this.rooms.keySet());
	}

	void add(SocketIoSocket socket) {
		this.sockets.put(socket.id(), socket);
	}

	void remove(SocketIoSocket socket) {
		this.sockets.remove(socket.id());
	}

	// The map's own lock for the room lets nobody join a room that is just being dropped.
	void join(String room, SocketIoSocket socket) {
		this.rooms.compute(room, (name, present) -> {
			Set<SocketIoSocket> members = (present != null) ? present : ConcurrentHashMap.newKeySet();
			members.add(socket);
			return members;
		});
	}

	/** Returns whether the socket was in the room. */
	boolean leave(String room, SocketIoSocket socket) {
		AtomicBoolean left = new AtomicBoolean();
		this.rooms.computeIfPresent(room, (name, members) -> {
			left.setPlain(members.remove(socket));
			return members.isEmpty() ? null : members;
		});
		return left.getPlain();
	}

	@Override
	public String toString() {
		return this.wireName;
	}

}
