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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.stickycluster.internal.bus.BusStatistics;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.membership.Membership;
import io.github.stickycluster.internal.cluster.membership.UserNode;
import org.jspecify.annotations.Nullable;

/**
 * A bus of one node between nodes in one JVM, with its membership: messages in order, one
 * at a time, on a thread of the receiver.
 */
public final class MemoryBus implements ClusterBus, Membership {

	private static final AtomicLong STARTS = new AtomicLong();

	private final Map<String, MemoryBus> cluster;

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final CopyOnWriteArrayList<Consumer<String>> leaveListeners = new CopyOnWriteArrayList<>();

	private final CopyOnWriteArrayList<Consumer<String>> joinListeners = new CopyOnWriteArrayList<>();

	private final long start = STARTS.incrementAndGet();

	private volatile @Nullable UserNode users;

	private final BusStatistics statistics = new BusStatistics();

	private final String nodeId;

	private volatile @Nullable Receiver receiver;

	private volatile boolean deaf;

	private volatile boolean stuttering;

	private volatile long heardItself = System.nanoTime();

	public MemoryBus(String nodeId, Map<String, MemoryBus> cluster) {
		this.nodeId = nodeId;
		this.cluster = cluster;
	}

	public static Map<String, MemoryBus> cluster() {
		return new ConcurrentHashMap<>();
	}

	@Override
	public void start(String nodeId, Receiver receiver) {
		this.receiver = receiver;
		this.cluster.put(nodeId, this);
		this.cluster.values()
			.forEach((other) -> other.joinListeners.forEach((listener) -> listener.accept(this.nodeId)));
	}

	@Override
	public void publish(byte[] message) {
		if (!this.stuttering) {
			this.heardItself = System.nanoTime();
		}
		nodes().forEach((node) -> send(node, message));
	}

	@Override
	public void send(String node, byte[] message) {
		MemoryBus to = this.cluster.get(node);
		if (to != null && this.cluster.get(this.nodeId) == this) {
			to.accept(this.nodeId, message);
		}
	}

	private void accept(String from, byte[] message) {
		try {
			this.thread.execute(() -> {
				Receiver receiver = this.receiver;
				if (receiver != null && !this.deaf) {
					receiver.receive(from, message);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// Left meanwhile.
		}
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public OptionalLong heardItself() {
		return OptionalLong.of(this.heardItself);
	}

	@Override
	public BusStatistics statistics() {
		return this.statistics;
	}

	@Override
	public Set<String> nodes() {
		Set<String> others = new TreeSet<>(this.cluster.keySet());
		others.remove(this.nodeId);
		return others;
	}

	@Override
	public void addJoinListener(Consumer<String> listener) {
		this.joinListeners.add(listener);
	}

	@Override
	public long start() {
		return this.start;
	}

	@Override
	public void announceUsers(boolean reports) {
		this.users = new UserNode(this.start, reports);
	}

	@Override
	public Map<String, UserNode> userNodes() {
		Map<String, UserNode> nodes = new HashMap<>();
		this.cluster.forEach((id, other) -> {
			UserNode users = other.users;
			if (users != null && other != this && this.cluster.get(this.nodeId) == this) {
				nodes.put(id, users);
			}
		});
		return nodes;
	}

	@Override
	public void addLeaveListener(Consumer<String> listener) {
		this.leaveListeners.add(listener);
	}

	/**
	 * Hears nothing from now on, as a node that hangs.
	 */
	void hang() {
		this.deaf = true;
	}

	/**
	 * Gives this node's own messages back to it, as an engine does, or no longer does.
	 */
	public void stutter(boolean on) {
		this.stuttering = on;
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		if (this.cluster.remove(this.nodeId, this)) {
			this.cluster.values().forEach((other) -> other.left(this.nodeId));
		}
	}

	void left(String node) {
		this.leaveListeners.forEach((listener) -> listener.accept(node));
	}

}
