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

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The clients that a broadcast or query selects.
 *
 * @param namespace the namespace, as servers name it, or a pattern for all that were made
 * by it: a node of an earlier version has none of the name
 * @param rooms the rooms of which a client is in at least one; all clients if empty
 * @param except the rooms of which a client is in none
 * @param socket the id of the only socket that may be meant, or null; there are no rooms
 * then
 */
record BroadcastTarget(String namespace, Set<String> rooms, Set<String> except, @Nullable UUID socket) {

	static BroadcastTarget all(String namespace) {
		return new BroadcastTarget(namespace, Set.of(), Set.of(), null);
	}

	BroadcastTarget to(Set<String> more) {
		Set<String> present = (this.socket != null) ? Set.of(this.socket.toString()) : this.rooms;
		return new BroadcastTarget(this.namespace, union(present, more), this.except, null);
	}

	/**
	 * Selects one socket of a selection that has no rooms yet.
	 */
	BroadcastTarget one(UUID id) {
		return new BroadcastTarget(this.namespace, Set.of(), this.except, id);
	}

	/**
	 * Selects the same in one of the namespaces.
	 */
	BroadcastTarget in(String one) {
		return new BroadcastTarget(one, this.rooms, this.except, this.socket);
	}

	BroadcastTarget except(Set<String> more) {
		return new BroadcastTarget(this.namespace, this.rooms, union(this.except, more), this.socket);
	}

	private static Set<String> union(Set<String> present, Set<String> added) {
		Set<String> union = new HashSet<>(present);
		union.addAll(added);
		return Set.copyOf(union);
	}

}
