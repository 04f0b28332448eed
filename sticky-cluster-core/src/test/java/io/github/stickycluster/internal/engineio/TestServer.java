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

package io.github.stickycluster.internal.engineio;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerFactory;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.LocalSupervisor;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.testkit.SeparateLinks;
import io.github.stickycluster.testkit.TestDefaults;
import org.jspecify.annotations.Nullable;

/**
 * One worker without a dispatcher: its clients connect to its own port.
 */
final class TestServer extends SeparateLinks implements AutoCloseable {

	private final LocalSupervisor workers;

	private @Nullable LocalWorker worker;

	TestServer(EngineIoSettings settings, int threads) {
		this(settings, threads, (configuration) -> {
		});
	}

	TestServer(EngineIoSettings settings, int threads, Consumer<Configuration> customizer) {
		EngineSettings engine = TestDefaults.engine(settings);
		WorkerFactory factory = new WorkerFactory(IoTransport.NIO, engine, this, List.of(customizer(customizer)),
				(server) -> {
				});
		this.workers = new LocalSupervisor(new WorkerSettings("test", 1, threads, 0, 1, false), TestDefaults.OPERATIONS,
				factory, new WorkerRegistry(), this, NodeMemory.ofThisJvm());
		this.workers.start();
	}

	private static SocketIoServerCustomizer customizer(Consumer<Configuration> customizer) {
		return new SocketIoServerCustomizer() {

			@Override
			public void customize(Configuration configuration, String workerId) {
				customizer.accept(configuration);
			}

		};
	}

	private LocalWorker worker() {
		return Objects.requireNonNull(this.worker);
	}

	int port() {
		return worker().port();
	}

	SocketIOServer server() {
		return worker().server();
	}

	EngineIoServer engine() {
		return worker().engine();
	}

	RawHttp connect() throws IOException {
		return new RawHttp(port());
	}

	@Override
	public void close() {
		engine().close().orTimeout(5, TimeUnit.SECONDS).join();
		this.workers.stop();
	}

	@Override
	public void join(LocalWorker worker) {
		super.join(worker);
		this.worker = worker;
	}

}
