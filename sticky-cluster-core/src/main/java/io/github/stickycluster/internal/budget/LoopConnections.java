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

package io.github.stickycluster.internal.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop that are charged. Used on the loop.
 */
public final class LoopConnections {

	private final LoopBudget budget;

	private @Nullable ConnectionCharge first;

	LoopConnections(LoopBudget budget) {
		this.budget = budget;
	}

	void add(ConnectionCharge connection) {
		ConnectionCharge second = this.first;
		connection.next = second;
		if (second != null) {
			second.previous = connection;
		}
		this.first = connection;
	}

	void remove(ConnectionCharge connection) {
		ConnectionCharge previous = connection.previous;
		ConnectionCharge next = connection.next;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		connection.previous = null;
		connection.next = null;
	}

	/**
	 * Adds up what each address's connections keep.
	 * @param kept bytes by client key, to be added to
	 */
	public void addTo(Map<Long, Long> kept) {
		for (ConnectionCharge each = this.first; each != null; each = each.next) {
			kept.merge(each.client(), each.heap() + each.direct(), Long::sum);
		}
	}

	/**
	 * Finds the address whose connections without a session keep most of the kind of
	 * memory that the loop has less of. They count together, since an attacker needs many
	 * and a client loses no session by their end.
	 * @param usedUp whether memory is used up, and not only tight
	 * @return the address's client key and how much they keep, or {@code null} if there
	 * are no such connections
	 */
	public @Nullable Hoard greediest(boolean usedUp) {
		ToLongFunction<ConnectionCharge> size = size();
		Map<Long, Long> kept = new HashMap<>();
		for (ConnectionCharge each = this.first; each != null; each = each.next) {
			if (each.isClosable(usedUp)) {
				kept.merge(each.client(), size.applyAsLong(each), Long::sum);
			}
		}
		return kept.entrySet()
			.stream()
			.max(Map.Entry.comparingByValue())
			.map((entry) -> new Hoard(entry.getKey(), entry.getValue()))
			.orElse(null);
	}

	/**
	 * Closes connections of an address that have no session, or that keep much of their
	 * own; the greediest first.
	 * @param client the address's client key
	 * @param usedUp whether memory is used up, and not only tight
	 * @param enough tells when to stop
	 */
	public void close(Long client, boolean usedUp, BooleanSupplier enough) {
		ToLongFunction<ConnectionCharge> size = size();
		List<ConnectionCharge> closable = new ArrayList<>();
		for (ConnectionCharge each = this.first; each != null; each = each.next) {
			if (each.isClosable(usedUp) && size.applyAsLong(each) > 0 && each.client().equals(client)) {
				closable.add(each);
			}
		}
		closable.sort(Comparator.comparingLong(size).reversed());
		for (ConnectionCharge each : closable) {
			if (enough.getAsBoolean()) {
				return;
			}
			this.budget.budget().countClosedConnection();
			each.close();
		}
	}

	private ToLongFunction<ConnectionCharge> size() {
		return this.budget.lacksDirect() ? ConnectionCharge::direct : ConnectionCharge::heap;
	}

	/**
	 * What the connections of an address keep together.
	 *
	 * @param client the address's client key
	 * @param bytes bytes of the kind of memory that is scarce
	 */
	public record Hoard(Long client, long bytes) {
	}

}
