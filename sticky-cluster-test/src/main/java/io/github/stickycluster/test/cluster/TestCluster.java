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

package io.github.stickycluster.test.cluster;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.stickycluster.test.time.TestClock;

/**
 * A cluster of several nodes of an application in this JVM. The nodes use real sockets as
 * in production; only their bus is in memory.
 *
 * @since 0.1.0
 */
public final class TestCluster implements AutoCloseable {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	private static final long PAUSE_MILLIS = 10;

	private final List<TestNode> nodes;

	private final TestClock clock;

	TestCluster(List<TestNode> nodes, TestClock clock) {
		this.nodes = List.copyOf(nodes);
		this.clock = clock;
	}

	/**
	 * Returns a builder for a cluster.
	 * @param application the configuration class of the application, such as the one with
	 * {@code @SpringBootApplication}
	 * @param more further configuration classes
	 * @return a builder for two nodes
	 */
	public static TestClusterBuilder of(Class<?> application, Class<?>... more) {
		return new TestClusterBuilder(application, more);
	}

	/**
	 * Returns all nodes, including stopped ones.
	 * @return the nodes, in the order of their numbers
	 */
	public List<TestNode> nodes() {
		return this.nodes;
	}

	/**
	 * Returns a node.
	 * @param number the node's number, from 1
	 * @return the node, such as {@code node-1}
	 */
	public TestNode node(int number) {
		return this.nodes.get(number - 1);
	}

	/**
	 * Returns the clock whose time all nodes and the clients of {@link TestNode#client()}
	 * keep. The membership of the nodes keeps the system's time, so that no node is
	 * missing because time has passed.
	 * @return the clock
	 */
	public TestClock clock() {
		return this.clock;
	}

	/**
	 * Waits until the membership of each running node consists of exactly the running
	 * nodes, for at most 30 s.
	 * @throws AssertionError if the memberships differ after 30 s
	 */
	public void awaitMembers() {
		long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
		while (!areMembersKnown()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("The nodes have not all joined the cluster: " + running().stream()
					.map((node) -> node + " knows " + node.others())
					.collect(Collectors.joining(", ")));
			}
			pause();
		}
	}

	private boolean areMembersKnown() {
		List<String> ids = running().stream().map(TestNode::id).toList();
		return running().stream()
			.allMatch((node) -> node.others().size() == ids.size() - 1 && ids.containsAll(node.others()));
	}

	private List<TestNode> running() {
		return this.nodes.stream().filter(TestNode::isRunning).toList();
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for the nodes", ex);
		}
	}

	/**
	 * Stops all nodes.
	 */
	@Override
	public void close() {
		this.nodes.forEach(TestNode::close);
	}

}
