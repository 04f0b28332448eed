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

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.stickycluster.internal.worker.WorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes known to this node, each with the addresses of its workers and the time
 * of its last heartbeat. Publishes their workers in the registry. Thread-safe.
 */
final class Peers {

	private static final Logger logger = LoggerFactory.getLogger(Peers.class);

	private final WorkerRegistry registry;

	private final List<Consumer<String>> leaveListeners = new CopyOnWriteArrayList<>();

	private final Map<String, Peer> peers = new HashMap<>();

	private volatile Set<String> ids = Set.of();

	Peers(WorkerRegistry registry) {
		this.registry = registry;
	}

	void addLeaveListener(Consumer<String> listener) {
		this.leaveListeners.add(listener);
	}

	/** The ids of those that are there. */
	Set<String> ids() {
		return this.ids;
	}

	/** Those that take part in knowing which users are online. */
	synchronized Map<String, UserNode> users() {
		Map<String, UserNode> users = new HashMap<>();
		this.peers.forEach((id, peer) -> {
			if (peer.users != null) {
				users.put(id, peer.users);
			}
		});
		return users;
	}

	/** Which start of a node it is, or null if the node is not there. */
	synchronized @Nullable Long incarnationOf(String node) {
		Peer peer = this.peers.get(node);
		return (peer != null) ? peer.incarnation : null;
	}

	/** A node was heard. */
	synchronized void heard(String node, Heartbeat heartbeat, long now) {
		this.registry.putNode(node, heartbeat.entries(node));
		Peer peer = this.peers.computeIfAbsent(node, (id) -> new Peer(id, heartbeat.incarnation()));
		peer.lastHeard = now;
		peer.ports = heartbeat.ports();
		peer.users = heartbeat.users();
		this.ids = Set.copyOf(this.peers.keySet());
	}

	/** A node is gone, and those who want to know are told. */
	void remove(String node, String why) {
		synchronized (this) {
			if (this.peers.remove(node) == null) {
				return;
			}
			this.ids = Set.copyOf(this.peers.keySet());
			this.registry.putNode(node, List.of());
		}
		logger.info("Node {} has left the cluster: {}", node, why);
		this.leaveListeners.forEach((listener) -> listener.accept(node));
	}

	/**
	 * A node of a certain start is gone.
	 * @param incarnation which start; a later one stays
	 */
	void remove(String node, long incarnation, String why) {
		Long present = incarnationOf(node);
		if (present != null && present == incarnation) {
			remove(node, why);
		}
	}

	void removeAll(String why) {
		this.ids.forEach((node) -> remove(node, why));
	}

	// For whoever watches them

	/** Gives all of them the whole time again. */
	synchronized void pardonAll(long now) {
		this.peers.values().forEach((peer) -> peer.lastHeard = now);
	}

	/** Does not count a time in which nobody could have been heard. */
	synchronized void pardonAllFor(long nanos) {
		this.peers.values().forEach((peer) -> peer.lastHeard += nanos);
	}

	/** The ids of those that were not heard for longer than a time. */
	synchronized List<String> silentFor(long nanos, long now) {
		List<String> silent = new ArrayList<>();
		for (Peer peer : this.peers.values()) {
			if (now - peer.lastHeard > nanos) {
				silent.add(peer.id);
			}
		}
		return silent;
	}

	/** All of them at this moment. */
	synchronized List<Peer> all() {
		return List.copyOf(this.peers.values());
	}

	synchronized boolean isPresent(Peer peer) {
		return this.peers.get(peer.id) == peer;
	}

	/**
	 * Another node. Guarded by the lock of {@link Peers}.
	 */
	static final class Peer {

		final String id;

		private final long incarnation;

		long lastHeard;

		/** Where its workers listen, as it has last said. */
		List<InetSocketAddress> ports = List.of();

		/** How it takes part in knowing which users are online, or null. */
		@Nullable UserNode users;

		/** Whether one of its ports has accepted a connection from here. */
		boolean reached;

		boolean probing;

		@Nullable Long probedAt;

		private Peer(String id, long incarnation) {
			this.id = id;
			this.incarnation = incarnation;
		}

	}

}
