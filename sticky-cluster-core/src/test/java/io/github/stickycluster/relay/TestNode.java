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

package io.github.stickycluster.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.dispatch.ClientAddressSettings;
import io.github.stickycluster.internal.dispatch.ConnectionLimits;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.DispatcherSettings;
import io.github.stickycluster.internal.dispatch.MemberGreeting;
import io.github.stickycluster.internal.dispatch.Relay;
import io.github.stickycluster.internal.dispatch.RoutingOutcome;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.http.proxy.ForwardCounters;
import io.github.stickycluster.internal.http.proxy.ForwardSettings;
import io.github.stickycluster.internal.http.proxy.Forwarder;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.ListenerObserverSource;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.MemberRefusals;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerFactory;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.LocalSupervisor;
import io.github.stickycluster.testkit.TestDefaults;
import io.github.stickycluster.testkit.TestTransport;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster within a test's JVM, told of the others by hand.
 */
final class TestNode implements AutoCloseable {

	private final String id;

	private final WorkerRegistry registry = new WorkerRegistry();

	private final LocalSupervisor workers;

	private final Dispatcher dispatcher;

	private final ForwardCounters relayed;

	private final InternalPorts ports;

	private TestNode(String id, @Nullable String secret, RoutingScope scope, TrustedProxies proxies,
			Consumer<SocketIOServer> listeners) {
		this.id = id;
		IoTransport transport = TestTransport.get();
		EngineIoSettings engineIo = TestDefaults.ENGINE_IO;
		MemberProof proof = (secret != null) ? new MemberProof(secret, Clock.systemUTC()) : null;
		ClusterAdapter link = ClusterAdapter.local();
		this.ports = new InternalPorts(new InetSocketAddress("127.0.0.1", 0).getAddress(), "127.0.0.1", proof, null);
		WorkerFactory factory = new WorkerFactory(transport, TestDefaults.engine(engineIo), link, List.of(), listeners,
				null, this.ports, ListenerObserverSource.NONE, NodeMemory.ofThisJvm());
		this.workers = new LocalSupervisor(new WorkerSettings(id, 2, 1, 0, 1, false), TestDefaults.OPERATIONS, factory,
				this.registry, link, NodeMemory.ofThisJvm());
		Forwarder forwarder = new Forwarder(transport,
				new ForwardSettings(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(10), 100));
		this.relayed = forwarder.counters();
		ClientAddressSettings addresses = new ClientAddressSettings(proxies, "X-Forwarded-For",
				TestDefaults.CLIENT_ADDRESS.proxyProtocol());
		this.dispatcher = new Dispatcher(new DispatcherSettings(InetAddress.getLoopbackAddress(), 0, 1_024, addresses),
				transport, new WorkerSelector(this.registry, TestDefaults.CLIENT_KEY, null, scope), engineIo,
				new ConnectionLimits(TestDefaults.LIMITS, TestDefaults.CLIENT_KEY::of, proxies::contains), null,
				new Relay(this.registry, forwarder, new MemberGreeting(proof, null)), null, List.of(), null,
				NodeMemory.ofThisJvm());
	}

	static TestNode start(String id, Consumer<SocketIOServer> listeners) {
		return start(id, null, RoutingScope.NODE, TrustedProxies.NONE, listeners);
	}

	static TestNode start(String id, @Nullable String secret, RoutingScope scope, TrustedProxies proxies,
			Consumer<SocketIOServer> listeners) {
		TestNode node = new TestNode(id, secret, scope, proxies, listeners);
		node.workers.start();
		node.dispatcher.start();
		return node;
	}

	/**
	 * Tells nodes of each other.
	 */
	static void introduce(TestNode... nodes) {
		for (TestNode to : nodes) {
			for (TestNode of : nodes) {
				if (to != of) {
					to.registry.putNode(of.id, of.describe());
				}
			}
		}
	}

	private List<RoutingTable.Entry> describe() {
		List<RoutingTable.Entry> entries = new ArrayList<>();
		for (LocalWorker worker : this.registry.localWorkers()) {
			entries.add(new RoutingTable.Entry(new RemoteWorker(worker.id(), this.id,
					new InetSocketAddress("127.0.0.1", worker.port()), 1, worker.sessions(), worker.load()),
					WorkerState.UP));
		}
		return entries;
	}

	String id() {
		return this.id;
	}

	int port() {
		return Objects.requireNonNull(this.dispatcher.address()).getPort();
	}

	WorkerRegistry registry() {
		return this.registry;
	}

	long routed(RoutingOutcome outcome) {
		return this.dispatcher.routed().count(outcome);
	}

	ForwardCounters relayed() {
		return this.relayed;
	}

	MemberRefusals refused() {
		return this.ports.refused();
	}

	int sessions() {
		return this.registry.localWorkers().stream().mapToInt(LocalWorker::sessions).sum();
	}

	void stopDispatcher() {
		this.dispatcher.stop();
	}

	void stopWorkers() {
		this.workers.stop();
	}

	@Override
	public void close() {
		this.dispatcher.stop();
		this.workers.stop();
	}

}
