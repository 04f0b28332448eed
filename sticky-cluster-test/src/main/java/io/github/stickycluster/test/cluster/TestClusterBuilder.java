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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.stickycluster.test.time.TestClock;
import io.github.stickycluster.test.time.TestClockConfiguration;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Builder for a {@link TestCluster}.
 *
 * @since 0.1.0
 */
public final class TestClusterBuilder {

	private static final List<String> DEFAULTS = List.of("sticky-cluster.address=127.0.0.1", "sticky-cluster.port=0",
			"sticky-cluster.workers.count=1", "sticky-cluster.workers.mode=in-process", "sticky-cluster.bus.type=local",
			"server.port=0", "server.shutdown=immediate", "spring.main.banner-mode=off");

	private final Class<?>[] sources;

	private final List<String> properties = new ArrayList<>();

	private int count = 2;

	TestClusterBuilder(Class<?> application, Class<?>... more) {
		this.sources = Stream.concat(Stream.of(application), Stream.of(more)).toArray(Class<?>[]::new);
	}

	/**
	 * Sets the number of nodes.
	 * @param number the number, at least 1; 2 by default
	 * @return this builder
	 * @throws IllegalArgumentException if the number is below 1
	 */
	public TestClusterBuilder nodes(int number) {
		if (number < 1) {
			throw new IllegalArgumentException("A cluster of " + number + " nodes cannot be started; use 1 or more");
		}
		this.count = number;
		return this;
	}

	/**
	 * Adds properties of all nodes. They take precedence over the application's files.
	 * @param pairs properties in the form {@code key=value}
	 * @return this builder
	 */
	public TestClusterBuilder properties(String... pairs) {
		this.properties.addAll(List.of(pairs));
		return this;
	}

	/**
	 * Starts the nodes one after the other, and waits until all have joined the cluster.
	 * Each node has one worker unless a property sets another number.
	 * @return the cluster, which the caller closes
	 */
	public TestCluster start() {
		MemoryLog log = new MemoryLog();
		TestClock clock = new TestClock();
		List<TestNode> nodes = new ArrayList<>();
		try {
			for (int number = 1; number <= this.count; number++) {
				nodes.add(start("node-" + number, new MemoryEngine(log), clock));
			}
			TestCluster cluster = new TestCluster(nodes, clock);
			cluster.awaitMembers();
			return cluster;
		}
		catch (Throwable ex) {
			nodes.forEach(TestNode::close);
			throw ex;
		}
	}

	private TestNode start(String id, MemoryEngine engine, TestClock clock) {
		String[] arguments = Stream
			.of(DEFAULTS.stream(), this.properties.stream(), Stream.of("sticky-cluster.node-id=" + id))
			.flatMap((group) -> group)
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(this.sources)
			.sources(TestClockConfiguration.class)
			.initializers((started) -> {
				GenericApplicationContext starting = (GenericApplicationContext) started;
				starting.registerBean("stickyClusterTestClock", TestClock.class, () -> clock);
				NodeInternals.useEngine(starting, engine);
			})
			.run(arguments);
		return new TestNode(id, context, engine, clock);
	}

}
