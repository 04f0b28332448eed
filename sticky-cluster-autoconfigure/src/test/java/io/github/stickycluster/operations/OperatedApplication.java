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

package io.github.stickycluster.operations;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.WorkerStateChangedEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.testkit.EnableStickyCluster;
import io.github.stickycluster.testsupport.QuickRestarts;
import io.github.stickycluster.worker.WorkerState;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;

/**
 * An application whose listener stores messages and acknowledges them a little later,
 * from another thread.
 */
final class OperatedApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private OperatedApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static OperatedApplication start(String... properties) {
		return new OperatedApplication(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=4",
					"sticky-cluster.node-id=node")
			.properties(properties)
			.run());
	}

	int port() {
		return Objects.requireNonNull(this.context.getBean(Dispatcher.class).address()).getPort();
	}

	WorkerOperations operations() {
		return this.context.getBean(WorkerOperations.class);
	}

	WorkerRegistry registry() {
		return this.context.getBean(WorkerRegistry.class);
	}

	Store store() {
		return this.context.getBean(Store.class);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	RoutingTable.Entry entry(String id) {
		return registry().table().find(id).orElseThrow();
	}

	LocalWorker worker(String id) {
		return (LocalWorker) entry(id).worker();
	}

	WorkerState state(String id) {
		return entry(id).state();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	@Import(QuickRestarts.class)
	static class Application {

		@Bean(destroyMethod = "shutdownNow")
		ScheduledExecutorService acknowledgements() {
			return Executors.newSingleThreadScheduledExecutor();
		}

		@Bean
		TaskExecutor listenerThreads() {
			return new SimpleAsyncTaskExecutor("listener-");
		}

		@Bean
		Store store(SocketCluster cluster, ScheduledExecutorService acknowledgements) {
			return new Store(cluster, acknowledgements);
		}

		@Bean
		SocketIoServerCustomizer customizer(Store store) {
			return new SocketIoServerCustomizer() {

				@Override
				public void customize(Configuration configuration, String workerId) {
					configuration.setAckMode(AckMode.MANUAL);
					store.starts.add(System.nanoTime());
					if (store.refuseStarts) {
						throw new IllegalStateException("no start of " + workerId + " while the test says so");
					}
					if (store.starveStarts) {
						throw new OutOfMemoryError("for the start of " + workerId);
					}
				}

			};
		}

	}

	static class Store {

		private final Queue<String> messages = new ConcurrentLinkedQueue<>();

		private final Queue<WorkerStateChangedEvent> changes = new ConcurrentLinkedQueue<>();

		private final SocketCluster cluster;

		private final ScheduledExecutorService acknowledgements;

		private volatile CountDownLatch block = new CountDownLatch(0);

		volatile boolean refuseStarts;

		volatile boolean starveStarts;

		private final Queue<Long> starts = new ConcurrentLinkedQueue<>();

		Store(SocketCluster cluster, ScheduledExecutorService acknowledgements) {
			this.cluster = cluster;
			this.acknowledgements = acknowledgements;
		}

		@EventListener
		void changed(WorkerStateChangedEvent event) {
			this.changes.add(event);
		}

		@OnEvent("store")
		void store(AckRequest ack, String message) {
			this.messages.add(message);
			this.acknowledgements.schedule(() -> ack.sendAckData(true), 5, TimeUnit.MILLISECONDS);
		}

		@OnEvent("worker")
		void worker(SocketIOClient client, AckRequest ack) {
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElseThrow());
		}

		@OnEvent("block")
		void block() {
			boolean waiting = true;
			while (waiting) {
				try {
					waiting = !this.block.await(60, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					waiting = !this.heedsInterrupts;
				}
			}
		}

		private volatile boolean heedsInterrupts = true;

		void blockUntil(CountDownLatch latch, boolean heedsInterrupts) {
			this.block = latch;
			this.heedsInterrupts = heedsInterrupts;
		}

		@OnEvent("run-out-of-memory")
		void runOutOfMemory() {
			throw new OutOfMemoryError("as far as anybody knows");
		}

		@OnEvent("block-and-run-out-of-memory")
		void blockAndRunOutOfMemory() {
			block();
			runOutOfMemory();
		}

		/**
		 * When servers were made, in ns.
		 */
		List<Long> starts() {
			return List.copyOf(this.starts);
		}

		List<String> messages() {
			return List.copyOf(this.messages);
		}

		/**
		 * The states that a worker came to, in order.
		 */
		List<WorkerState> statesOf(String workerId) {
			return this.changes.stream()
				.filter((event) -> event.getWorkerId().equals(workerId) && event.getTo() != null)
				.map(WorkerStateChangedEvent::getTo)
				.toList();
		}

	}

}
