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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The sockets of one worker by the name of their user, in all namespaces. Thread-safe.
 */
public final class UserSockets {

	/**
	 * The heap of a user's entries: the sets here, and what the nodes of the cluster keep
	 * that know whether the user is online.
	 */
	private static final int ENTRIES = 700;

	private final ConcurrentMap<String, Set<SocketIoSocket>> sockets = new ConcurrentHashMap<>();

	private final Consumer<String> changes;

	/**
	 * Creates an index without sockets.
	 * @param changes told of each user whose first socket has come or whose last one has
	 * gone; quick, and must not block
	 */
	public UserSockets(Consumer<String> changes) {
		this.changes = changes;
	}

	/**
	 * Estimates the heap that the first socket of a user keeps.
	 * @param user the user's name
	 * @return the bytes
	 */
	public static int cost(String user) {
		return ENTRIES + 4 * user.length();
	}

	// The map's own lock for the user lets no socket into a set that is being dropped.
	void add(String user, SocketIoSocket socket) {
		boolean[] first = new boolean[1];
		this.sockets.compute(user, (name, present) -> {
			first[0] = present == null;
			Set<SocketIoSocket> all = (present != null) ? present : ConcurrentHashMap.newKeySet(2);
			all.add(socket);
			return all;
		});
		if (first[0]) {
			this.changes.accept(user);
		}
	}

	void remove(String user, SocketIoSocket socket) {
		boolean[] last = new boolean[1];
		this.sockets.computeIfPresent(user, (name, all) -> {
			last[0] = all.remove(socket) && all.isEmpty();
			return all.isEmpty() ? null : all;
		});
		if (last[0]) {
			this.changes.accept(user);
		}
	}

	/**
	 * Returns the sockets of a user.
	 * @param user the user's name
	 * @return a view, which may be iterated while sockets come and go
	 */
	public Collection<SocketIoSocket> of(String user) {
		Set<SocketIoSocket> present = this.sockets.get(user);
		return (present != null) ? Collections.unmodifiableCollection(present) : Set.of();
	}

	/**
	 * Returns the sockets of a user in one namespace.
	 * @param user the user's name
	 * @param namespace the namespace
	 * @return a copy
	 */
	public Collection<SocketIoSocket> of(String user, SocketIoNamespace namespace) {
		List<SocketIoSocket> found = new ArrayList<>();
		for (SocketIoSocket socket : of(user)) {
			if (socket.namespace().equals(namespace)) {
				found.add(socket);
			}
		}
		return found;
	}

	/**
	 * Returns the users that have a socket.
	 * @return a view of their names, which may be iterated while sockets come and go
	 */
	public Set<String> users() {
		return Collections.unmodifiableSet(this.sockets.keySet());
	}

}
