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

import java.util.List;
import java.util.function.Consumer;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerFactory;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.LocalSupervisor;
import io.github.stickycluster.testkit.EngineIoSettingsBuilder;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.TestDefaults;
import io.github.stickycluster.testkit.TestTransport;

/**
 * A node of two workers with two event loops each, whose clients connect to the workers'
 * own ports.
 */
final class TestNode implements AutoCloseable {

	private final String id;

	private final ClusterAdapter link;

	private final SocketCluster cluster;

	private final WorkerRegistry registry;

	private final LocalSupervisor workers;

	private TestNode(String id, WorkerRegistry registry, ClusterAdapter link, EngineIoSettings engine,
			Consumer<SocketIOServer> listeners) {
		this.id = id;
		this.registry = registry;
		this.link = link;
		this.cluster = new LinkedSocketCluster(link);
		WorkerFactory factory = new WorkerFactory(TestTransport.get(), TestDefaults.engine(engine), link, List.of(),
				listeners);
		this.workers = new LocalSupervisor(new WorkerSettings(id, 2, 2, 0, 1, false), TestDefaults.OPERATIONS, factory,
				this.registry, link, NodeMemory.ofThisJvm());
	}

	/**
	 * Starts a node.
	 * @param id the node's id
	 * @param link joins it to the others
	 * @param listeners adds listeners to each worker
	 * @return the node
	 */
	static TestNode start(String id, ClusterAdapter link, Consumer<SocketIOServer> listeners) {
		return start(id, link, EngineIoSettingsBuilder.create().build(), listeners);
	}

	static TestNode start(String id, ClusterAdapter link, EngineIoSettings engine, Consumer<SocketIOServer> listeners) {
		return start(new TestNode(id, new WorkerRegistry(), link, engine, listeners));
	}

	static TestNode start(String id, WorkerRegistry registry, ClusterAdapter link, Consumer<SocketIOServer> listeners) {
		return start(new TestNode(id, registry, link, EngineIoSettingsBuilder.create().build(), listeners));
	}

	private static TestNode start(TestNode node) {
		node.workers.start();
		return node;
	}

	String id() {
		return this.id;
	}

	ClusterAdapter link() {
		return this.link;
	}

	SocketCluster cluster() {
		return this.cluster;
	}

	List<LocalWorker> workers() {
		return this.registry.localWorkers();
	}

	Link connect(Kind kind, int worker) {
		return kind.connect(workers().get(worker).port());
	}

	@Override
	public void close() {
		this.workers.stop();
		this.link.close();
	}

}
