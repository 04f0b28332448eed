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

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the requests of each client that are under way. One more waits until another has
 * ended, in the order of their coming. A client without any takes no memory. Thread-safe.
 */
final class ClientSlots {

	private final int most;

	private final Map<Long, Client> clients = new ConcurrentHashMap<>();

	/**
	 * Creates the slots.
	 * @param most how many each client has, 1 or more
	 */
	ClientSlots(int most) {
		this.most = most;
	}

	/**
	 * Takes a slot, or begins to wait for one.
	 * @param client the client key
	 * @param waiter told of its turn, if there is no slot
	 * @return whether there was one
	 */
	boolean take(Long client, Waiter waiter) {
		boolean[] taken = new boolean[1];
		this.clients.compute(client, (key, present) -> {
			Client record = (present != null) ? present : new Client();
			taken[0] = record.busy < this.most;
			if (taken[0]) {
				record.busy++;
			}
			else {
				record.waiting.add(waiter);
			}
			return record;
		});
		return taken[0];
	}

	/**
	 * Gives a slot back, or to whoever waits for it.
	 * @param client the client key
	 */
	void give(Long client) {
		Waiter[] next = new Waiter[1];
		this.clients.computeIfPresent(client, (key, record) -> {
			next[0] = record.next();
			if (next[0] == null) {
				record.busy--;
			}
			return (record.busy > 0) ? record : null;
		});
		if (next[0] != null) {
			next[0].onTurn();
		}
	}

	/**
	 * Ends a wait.
	 * @param client the client key
	 * @param waiter who waited
	 * @return whether it did; if not, its turn has come meanwhile
	 */
	boolean leave(Long client, Waiter waiter) {
		boolean[] waited = new boolean[1];
		this.clients.computeIfPresent(client, (key, record) -> {
			waited[0] = record.waiting.remove(waiter);
			return record;
		});
		return waited[0];
	}

	int clients() {
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

	/** Changed only within the map's own methods. */
	private static final class Client {

		private final Set<Waiter> waiting = new LinkedHashSet<>();

		private int busy;

		private @Nullable Waiter next() {
			if (this.waiting.isEmpty()) {
				return null;
			}
			Waiter first = this.waiting.iterator().next();
			this.waiting.remove(first);
			return first;
		}

	}

}
