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

package io.github.stickycluster.internal.http.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the requests that are under way, those of each client and those of all. One more
 * waits until another has ended: first those of the client that has the fewest under way,
 * then of the one that has waited longest, and of one client in the order of their
 * coming. A client without any takes no memory. Thread-safe.
 * <p>
 * Of all slots, a client may have no more than are free, so that some clients that take
 * all they get leave slots to the others: half of them are left by one client, an
 * eleventh by ten. This is the rule of A. K. Choudhury and E. L. Hahne, "Dynamic Queue
 * Length Thresholds for Shared-Memory Packet Switches", 1998.
 */
final class ClientSlots {

	private final int most;

	private final int mostInAll;

	private final Map<Long, Client> clients = new HashMap<>();

	/** The clients that wait. */
	private final TreeSet<Client> waiting = new TreeSet<>(
			Comparator.<Client>comparingInt((client) -> client.busy).thenComparingLong((client) -> client.since));

	private int busyInAll;

	private long waits;

	/**
	 * Creates the slots.
	 * @param most how many each client has at most, 0 for any number
	 * @param mostInAll how many there are, 0 for any number
	 */
	ClientSlots(int most, int mostInAll) {
		this.most = (most > 0) ? most : Integer.MAX_VALUE;
		this.mostInAll = (mostInAll > 0) ? mostInAll : Integer.MAX_VALUE;
	}

	/**
	 * Takes a slot, or begins to wait for one.
	 * @param key the client key
	 * @param waiter told of its turn, if there is no slot
	 * @return whether there was one
	 */
	synchronized boolean take(Long key, Waiter waiter) {
		Client client = this.clients.computeIfAbsent(key, (absent) -> new Client());
		if (client.waiters.isEmpty() && mayTake(client)) {
			change(client, 1);
			return true;
		}
		if (client.waiters.isEmpty()) {
			client.since = ++this.waits;
			this.waiting.add(client);
		}
		client.waiters.add(waiter);
		return false;
	}

	private boolean mayTake(Client client) {
		return client.busy < this.most && client.busy < this.mostInAll - this.busyInAll;
	}

	// Its place in the order changes with its count.
	private void change(Client client, int by) {
		boolean waits = this.waiting.remove(client);
		client.busy += by;
		this.busyInAll += by;
		if (waits && !client.waiters.isEmpty()) {
			this.waiting.add(client);
		}
	}

	/**
	 * Gives a slot back, and slots that are free to those that wait for them.
	 * @param key the client key
	 */
	void give(Long key) {
		List<Waiter> next = new ArrayList<>(1);
		synchronized (this) {
			Client client = this.clients.get(key);
			if (client == null) {
				return;
			}
			change(client, -1);
			giveOn(next);
			forget(key, client);
		}
		next.forEach(Waiter::onTurn);
	}

	private void giveOn(List<Waiter> next) {
		// Who has the fewest may have one more if anybody may, unless it has its most.
		for (Client client = first(); client != null; client = first()) {
			Waiter waiter = client.waiters.iterator().next();
			client.waiters.remove(waiter);
			next.add(waiter);
			change(client, 1);
		}
	}

	private @Nullable Client first() {
		Client first = this.waiting.isEmpty() ? null : this.waiting.first();
		return (first != null && mayTake(first)) ? first : null;
	}

	private void forget(Long key, Client client) {
		if (client.busy == 0 && client.waiters.isEmpty()) {
			this.clients.remove(key);
		}
	}

	/**
	 * Ends a wait.
	 * @param key the client key
	 * @param waiter who waited
	 * @return whether it did; if not, its turn has come meanwhile
	 */
	synchronized boolean leave(Long key, Waiter waiter) {
		Client client = this.clients.get(key);
		if (client == null || !client.waiters.remove(waiter)) {
			return false;
		}
		if (client.waiters.isEmpty()) {
			this.waiting.remove(client);
		}
		forget(key, client);
		return true;
	}

	synchronized int clients() {
		return this.clients.size();
	}

	/**
	 * Waits for a slot.
	 */
	@FunctionalInterface
	interface Waiter {

		/**
		 * Says that it has one now; called on any thread.
		 */
		void onTurn();

	}

	private static final class Client {

		private final Set<Waiter> waiters = new LinkedHashSet<>();

		private int busy;

		/** Tells who of two has waited longer; 0 for one that has never waited. */
		private long since;

	}

}
