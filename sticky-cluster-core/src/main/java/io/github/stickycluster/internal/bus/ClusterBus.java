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

package io.github.stickycluster.internal.bus;

import java.time.Instant;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Carries messages between the nodes of a cluster.
 * <p>
 * Thread-safe. What one node sends arrives at each other node in the order in which it
 * was sent, once. A bus that was closed may be started again.
 */
public interface ClusterBus extends AutoCloseable {

	/**
	 * Joins the cluster; called before anything is sent.
	 * @param nodeId this node's id, unique in the cluster
	 * @param receiver called with each message of the other nodes, one at a time, on a
	 * thread of the bus; must not block
	 * @throws BusUnavailableException if the engine cannot be reached and must be
	 */
	void start(String nodeId, Receiver receiver);

	/**
	 * Sends a message to all other nodes.
	 * <p>
	 * Returns at once. While the engine is away, messages wait in a bounded buffer, and
	 * the oldest are dropped and counted when it is full.
	 * @param message the message, not changed any more
	 */
	void publish(byte[] message);

	/**
	 * Sends a message to one other node, in order with those {@link #publish published}.
	 * @param nodeId the receiver's id; a message to a node that is not there is lost
	 * @param message the message, not changed any more
	 */
	void send(String nodeId, byte[] message);

	/**
	 * Returns whether the engine can be reached.
	 * @return whether messages are carried at the moment
	 */
	boolean isConnected();

	/**
	 * Returns when the engine has last given back what this node itself had sent: until
	 * then it has surely delivered what others sent.
	 * @return a {@link System#nanoTime()}; empty before the first time, and always if the
	 * engine gives nothing back
	 */
	default OptionalLong heardItself() {
		return OptionalLong.empty();
	}

	/**
	 * Returns when this node's part of the engine has last merged with another part from
	 * which it had been split. What was sent meanwhile has reached one part only.
	 * @return the time, or {@code null} if that has not happened
	 */
	default @Nullable Instant healedAt() {
		return null;
	}

	/**
	 * Returns what the bus has carried and lost.
	 * @return the same statistics for the life of the bus
	 */
	BusStatistics statistics();

	/**
	 * Leaves the cluster: what was sent is still written if the engine can be reached,
	 * and nothing is received afterwards.
	 */
	@Override
	void close();

	/**
	 * Receives what other nodes send.
	 */
	interface Receiver {

		/**
		 * Called with a message of another node.
		 * @param nodeId the sender's id; this node's own if another node, wrongly, has
		 * the same
		 * @param message the message
		 */
		void receive(String nodeId, byte[] message);

	}

}
