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

package io.github.stickycluster.internal.cluster.membership;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The other nodes that are in the cluster. Thread-safe.
 */
public interface Membership {

	/** The membership of a node that is alone. */
	Membership ALONE = new Membership() {

		@Override
		public Set<String> nodes() {
			return Set.of();
		}

		@Override
		public void addJoinListener(Consumer<String> listener) {
			// Nobody ever joins.
		}

		@Override
		public void addLeaveListener(Consumer<String> listener) {
			// Nobody ever leaves.
		}

	};

	/**
	 * Returns the other nodes that are there.
	 * @return their ids, without this node's own, as known at this moment
	 */
	Set<String> nodes();

	/**
	 * Returns whether this node is one of them: not while it joins, and not while another
	 * has its id.
	 * @return whether other nodes wait for what this one answers
	 */
	default boolean isMember() {
		return true;
	}

	/**
	 * Returns the node of a socket, if a worker has the tag in its id.
	 * @param socket the socket's id
	 * @return the node's id, perhaps this one's own, or {@code null} if any node may
	 */
	default @Nullable String nodeOf(UUID socket) {
		return null;
	}

	/**
	 * Returns which start of this node it is.
	 * @return a number that differs after each start, as other nodes know it
	 */
	default long start() {
		return 0;
	}

	/**
	 * Tells the other nodes that this node takes part in knowing which users are online.
	 * @param reports whether its application listens to users that come and go
	 */
	default void announceUsers(boolean reports) {
		// There are none to tell.
	}

	/**
	 * Returns the other nodes that take part in knowing which users are online.
	 * @return the nodes by id, without this node; none while this node is no member
	 */
	default Map<String, UserNode> userNodes() {
		return Map.of();
	}

	/**
	 * Lets membership find out sooner whether nodes that somebody waits for are still
	 * there.
	 * @param awaited tells the ids of those nodes, in place of what told them before;
	 * quick, and must not block
	 */
	default void watch(Supplier<Set<String>> awaited) {
		// Who knows at once has nothing to find out.
	}

	/**
	 * Calls a listener with each node that has joined, from now on.
	 * @param listener takes the node's id, after {@link #nodes()} has it; quick, and must
	 * not block
	 */
	void addJoinListener(Consumer<String> listener);

	/**
	 * Calls a listener with each node that has left or is taken for dead, from now on.
	 * @param listener takes the node's id, after {@link #nodes()} has lost it; quick, and
	 * must not block
	 */
	void addLeaveListener(Consumer<String> listener);

}
