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

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

import io.github.stickycluster.internal.balance.RendezvousHash;
import org.jspecify.annotations.Nullable;

/**
 * The users that a node owns, with the nodes that hold their sockets. Used by one thread.
 */
final class PresenceTable {

	private final Map<String, Entry> entries = new HashMap<>();

	private final Map<String, Sums> sums = new HashMap<>();

	private final Listener listener;

	PresenceTable(Listener listener) {
		this.listener = listener;
	}

	@Nullable Entry get(String user) {
		return this.entries.get(user);
	}

	/**
	 * Returns the entry of a user, which is made if there is none.
	 */
	Entry keep(String user, UUID time, long now) {
		Entry present = this.entries.get(user);
		if (present != null) {
			return present;
		}
		Entry made = new Entry(time, now);
		this.entries.put(user, made);
		this.listener.emptied(user, made);
		return made;
	}

	void remove(String user) {
		Entry removed = this.entries.remove(user);
		if (removed != null) {
			removed.holders.forEach((node) -> sums(node).subtract(user));
		}
	}

	void forEach(BiConsumer<String, Entry> action) {
		new HashMap<>(this.entries).forEach(action);
	}

	/**
	 * A node has told that it holds a user.
	 */
	void hold(String node, String user, UUID time, long now) {
		Entry entry = this.entries.get(user);
		if (entry == null) {
			entry = new Entry(time, now);
			this.entries.put(user, entry);
			this.listener.made(user);
		}
		if (entry.add(node)) {
			sums(node).add(user);
		}
	}

	/**
	 * A node has told that it does not hold a user any more.
	 */
	void release(String node, String user, long now) {
		Entry entry = this.entries.get(user);
		if (entry != null && entry.remove(node)) {
			sums(node).subtract(user);
			if (entry.isEmpty()) {
				entry.emptySince = now;
				this.listener.emptied(user, entry);
			}
		}
	}

	/**
	 * A node has told all users that it holds, or is gone and holds none.
	 */
	void replace(String node, Map<String, UUID> users, long now) {
		users.forEach((user, time) -> hold(node, user, time, now));
		List<String> released = this.entries.entrySet()
			.stream()
			.filter((each) -> each.getValue().holders.contains(node) && !users.containsKey(each.getKey()))
			.map(Map.Entry::getKey)
			.toList();
		released.forEach((user) -> release(node, user, now));
		if (users.isEmpty()) {
			this.sums.remove(node);
		}
	}

	/**
	 * Returns the sums of the users that a node holds.
	 */
	Sums sums(String node) {
		return this.sums.computeIfAbsent(node, (id) -> new Sums());
	}

	/**
	 * What is known of a user.
	 */
	static final class Entry {

		/** Identifies the time in which the user is online. */
		UUID time;

		State state = State.NEW;

		/** Immutable, and most often of one node. */
		private Set<String> holders = Set.of();

		/** When the last node has released the user. */
		long emptySince;

		private Entry(UUID time, long now) {
			this.time = time;
			this.emptySince = now;
		}

		boolean isEmpty() {
			return this.holders.isEmpty();
		}

		private boolean add(String node) {
			Set<String> more = new HashSet<>(this.holders);
			boolean added = more.add(node);
			this.holders = Set.copyOf(more);
			return added;
		}

		private boolean remove(String node) {
			Set<String> rest = new HashSet<>(this.holders);
			boolean removed = rest.remove(node);
			this.holders = Set.copyOf(rest);
			return removed;
		}

		/** The user is online anew, which must be reported. */
		void renew() {
			this.time = UUID.randomUUID();
			this.state = State.NEW;
		}

	}

	/**
	 * What the application has been told of a user.
	 */
	enum State {

		/** Nothing. */
		NEW,

		/** Its listeners are being told that the user is online. */
		REPORTING,

		/** That the user is online. */
		ONLINE,

		/** Its listeners are being told that the user is offline. */
		ENDING;

		boolean isReported() {
			return this == ONLINE || this == ENDING;
		}

		boolean isUnderWay() {
			return this == REPORTING || this == ENDING;
		}

	}

	/**
	 * The number of some users, and the sum of their hashes.
	 */
	static final class Sums {

		long count;

		long hash;

		void add(String user) {
			this.count++;
			this.hash += RendezvousHash.seed(user);
		}

		void subtract(String user) {
			this.count--;
			this.hash -= RendezvousHash.seed(user);
		}

	}

	/**
	 * Told of entries.
	 */
	interface Listener {

		/** A user has an entry that nobody has reported. */
		void made(String user);

		/** No node holds the user any more. */
		void emptied(String user, Entry entry);

	}

}
