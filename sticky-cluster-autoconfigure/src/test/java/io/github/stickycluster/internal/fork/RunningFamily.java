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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.TestJvm;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@link ForkedApplication} with its parent in this JVM and its children in others.
 */
final class RunningFamily implements AutoCloseable {

	static final String[] JVM_ARGS = { "-Xmx128m", "-Dio.netty.leakDetection.level=simple" };

	private final ConfigurableApplicationContext context;

	private RunningFamily(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningFamily start(int children, String... arguments) {
		return start("family", children, arguments);
	}

	static RunningFamily start(String id, int children, String... arguments) {
		return new RunningFamily(
				TestJvm.withArchive(() -> ForkedApplication.run(arguments(id, children, 0, arguments))));
	}

	static String[] arguments(int children, int port, String... more) {
		return arguments("family", children, port, more);
	}

	private static String[] arguments(String id, int children, int port, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--sticky-cluster.port=" + port,
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.workers.mode=forked",
				"--sticky-cluster.workers.count=" + children, "--sticky-cluster.node-id=" + id,
				"--sticky-cluster.workers.fork.jvm-args=" + String.join(" ", JVM_ARGS) + " " + TestJvm.options(),
				"--test.restart-backoff=100ms", "--sticky-cluster.workers.disconnect-window=500ms",
				"--sticky-cluster.workers.fork.start-timeout=110s"));
		for (String argument : more) {
			String name = argument.split("=", 2)[0];
			arguments.removeIf((standard) -> standard.startsWith(name + "="));
			arguments.add(argument);
		}
		return arguments.toArray(String[]::new);
	}

	int port() {
		return Objects.requireNonNull(this.context.getBean(Dispatcher.class).address()).getPort();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	boolean has(Class<?> type) {
		return this.context.getBeanProvider(type).stream().findAny().isPresent();
	}

	WorkerOperations operations() {
		return bean(WorkerOperations.class);
	}

	/**
	 * The workers with their states, such as {@code family-1 UP}.
	 */
	List<String> states() {
		return bean(WorkerRegistry.class).table()
			.entries()
			.stream()
			.map((entry) -> entry.worker().id() + " " + entry.state())
			.sorted()
			.toList();
	}

	ForkedWorker worker(String id) {
		return (ForkedWorker) bean(WorkerRegistry.class).table().find(id).map(RoutingTable.Entry::worker).orElseThrow();
	}

	boolean isBlocked(String id) {
		return bean(WorkerRegistry.class).table().find(id).orElseThrow().blocked();
	}

	long pid(String id) {
		return worker(id).pid();
	}

	static void signal(String signal, long pid) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor()).isZero();
	}

	JavaClient connect(String source) {
		return JavaClient.connect(port(), source, (options) -> options.transports = new String[] { "websocket" });
	}

	/**
	 * Connects to a namespace, and comes back to it whenever the connection is lost.
	 */
	JavaClient connectToNamespace(String namespace, String source) {
		JavaClient client = JavaClient.create(port(), namespace, source, (options) -> {
			options.transports = new String[] { "websocket" };
			options.reconnectionDelay = 100;
			options.reconnectionDelayMax = 500;
		});
		client.socket().connect();
		await().until(client.socket()::connected);
		return client;
	}

	/**
	 * Connects from one address after another until a client is on the worker.
	 */
	JavaClient connectTo(String worker, String network) {
		for (int i = 1; i < 250; i++) {
			JavaClient client = connect(network + "." + i);
			if (worker.equals(client.emitWithAck("whoami")[0])) {
				return client;
			}
			client.close();
		}
		throw new AssertionError("No client comes to " + worker);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
