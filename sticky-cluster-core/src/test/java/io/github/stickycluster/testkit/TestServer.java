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

package io.github.stickycluster.testkit;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.dispatch.ConnectionLimits;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.DispatcherSettings;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.engineio.EngineIoServer;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.ListenerObserverSource;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerFactory;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.LocalSupervisor;
import tools.jackson.databind.json.JsonMapper;

/**
 * One worker (or more) with two event loops behind a dispatcher on a free port: what an
 * application runs, without Spring.
 */
public final class TestServer implements AutoCloseable {

	private static final int MAX_ATTACHMENTS = 10;

	private final LocalSupervisor workers;

	private final Dispatcher dispatcher;

	private final List<LocalWorker> started;

	private TestServer(LocalSupervisor workers, Dispatcher dispatcher, List<LocalWorker> started) {
		this.workers = workers;
		this.dispatcher = dispatcher;
		this.started = started;
	}

	/**
	 * Starts a server.
	 * @param settings changes the settings
	 * @param listeners adds listeners
	 * @return the server, started
	 */
	public static TestServer start(Consumer<TestSettings> settings, Consumer<SocketIOServer> listeners) {
		TestSettings changed = new TestSettings();
		settings.accept(changed);
		IoTransport transport = changed.transport();
		EngineIoSettings engineIo = changed.engineIo();
		Separate link = new Separate();
		WorkerRegistry registry = new WorkerRegistry();
		WorkerSelector selector = new WorkerSelector(registry, TestDefaults.CLIENT_KEY, null);
		EngineSettings engine = new EngineSettings(engineIo, MAX_ATTACHMENTS, TestDefaults.MAX_NAMESPACES,
				JsonMapper.shared(), changed.budget(), changed.sessions())
			.with(changed.handshakes());
		NodeMemory memory = NodeMemory.ofThisJvm();
		WorkerFactory factory = new WorkerFactory(transport, engine, link, changed.customizers(), listeners,
				changed.listeners(), InternalPorts.loopback(), ListenerObserverSource.NONE, memory);
		LocalSupervisor workers = new LocalSupervisor(
				new WorkerSettings("test", changed.workers(), changed.loops(), 0, 1, false).keeping(changed.ticker()),
				TestDefaults.OPERATIONS, factory, registry, link, memory);
		workers.start();
		Dispatcher dispatcher = new Dispatcher(
				new DispatcherSettings(InetAddress.getLoopbackAddress(), 0, 1_024, changed.clientAddress())
					.keeping(changed.ticker()),
				transport, selector, engineIo, new ConnectionLimits(TestDefaults.LIMITS, TestDefaults.CLIENT_KEY::of,
						(address) -> false, changed.budget()),
				changed.tls());
		dispatcher.start();
		return new TestServer(workers, dispatcher, link.workers);
	}

	public static TestServer start(Consumer<SocketIOServer> listeners) {
		return start((settings) -> {
		}, listeners);
	}

	public int port() {
		return Objects.requireNonNull(this.dispatcher.address()).getPort();
	}

	/**
	 * The first worker's server.
	 * @return the server
	 */
	public SocketIOServer server() {
		return this.started.get(0).server();
	}

	/**
	 * The first worker.
	 * @return the worker
	 */
	public LocalWorker worker() {
		return this.started.get(0);
	}

	/**
	 * All workers that were started, also those that others have replaced since.
	 * @return the workers, in that order
	 */
	public List<LocalWorker> workers() {
		return this.started;
	}

	public EngineIoServer engine() {
		return this.started.get(0).engine();
	}

	/**
	 * The numbers of sessions of all workers.
	 * @return a number for each worker
	 */
	public List<Integer> sessions() {
		return this.started.stream().map(LocalWorker::sessions).toList();
	}

	/**
	 * Closes all sessions; the port and the threads end in the background, which takes a
	 * while.
	 */
	@Override
	public void close() {
		this.started.forEach((worker) -> worker.engine().close().join());
		Thread stop = new Thread(this::stop, "stop-test-server");
		stop.setDaemon(true);
		stop.start();
	}

	private void stop() {
		this.dispatcher.stop();
		this.workers.stop();
	}

	/**
	 * Remembers the workers that were started.
	 */
	private static final class Separate extends SeparateLinks {

		private final List<LocalWorker> workers = new CopyOnWriteArrayList<>();

		@Override
		public void join(LocalWorker worker) {
			super.join(worker);
			this.workers.add(worker);
		}

	}

}
