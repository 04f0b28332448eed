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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.stickycluster.testkit.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The JavaScript clients 2 and 4, over every transport, while workers are restarted and
 * drained: they come back by themselves and what was acknowledged is kept.
 */
@Timeout(120)
class JavaScriptRestartTests {

	private static final Path FOLDER = Path.of("..", "sticky-cluster-core", "src", "test", "node").toAbsolutePath();

	private static final int CLIENTS = 12;

	/** Of each generation. */
	private static final int POLLING_CLIENTS = 12;

	@ParameterizedTest
	@ValueSource(strings = { "event-loop", "applicationTaskExecutor" })
	void aRollingRestartLosesNothingWhereverListenersRun(String executor) throws Exception {
		try (OperatedApplication application = start("sticky-cluster.listeners.executor=" + executor)) {
			Process clients = connect(application);
			try {
				application.operations().rollingRestart().get(60, TimeUnit.SECONDS);
				assertThat(stop(clients)).hasSize(CLIENTS).allSatisfy((client) -> {
					keptWhatItAcknowledged(application, client);
					assertThat(client.get("connects").asInt()).as("connects").isGreaterThanOrEqualTo(2);
				});
			}
			finally {
				clients.destroyForcibly();
			}
		}
	}

	/**
	 * What the server has heard twice is what it had acknowledged to a client that never
	 * learned of it.
	 */
	@Test
	void pollingClientsLoseNoAcknowledgementAndMeetNoError() throws Exception {
		try (OperatedApplication application = start("sticky-cluster.workers.drain-timeout=200ms")) {
			Process clients = connect(application, 2 * POLLING_CLIENTS, "polling", String.valueOf(POLLING_CLIENTS),
					"100");
			try {
				for (int i = 0; i < 2; i++) {
					application.operations().rollingRestart().get(60, TimeUnit.SECONDS);
				}
				application.operations().drain("node-1");
				await().until(() -> application.worker("node-1").sessions() == 0);
				assertThat(stop(clients)).hasSize(2 * POLLING_CLIENTS).allSatisfy((client) -> {
					keptWhatItAcknowledged(application, client);
					assertThat(client.get("reasons").valueStream().map(JsonNode::asString)).as("reasons")
						.isNotEmpty()
						.containsOnly("transport close");
				});
				assertThat(application.store().messages()).doesNotHaveDuplicates();
			}
			finally {
				clients.destroyForcibly();
			}
		}
	}

	@Test
	void aDrainWithListenersOffTheLoopLosesNothing() throws Exception {
		try (OperatedApplication application = start("sticky-cluster.listeners.executor=applicationTaskExecutor",
				"sticky-cluster.workers.drain-timeout=500ms")) {
			Process clients = connect(application);
			try {
				String busiest = application.registry()
					.localWorkers()
					.stream()
					.max((one, other) -> Integer.compare(one.sessions(), other.sessions()))
					.orElseThrow()
					.id();
				int leaving = application.worker(busiest).sessions();
				application.operations().drain(busiest);
				await().until(() -> application.worker(busiest).sessions() == 0);
				JsonNode told = stop(clients);
				assertThat(told).allSatisfy((client) -> keptWhatItAcknowledged(application, client));
				assertThat(told.valueStream().filter((client) -> client.get("connects").asInt() > 1)).as("came back")
					.hasSize(leaving);
			}
			finally {
				clients.destroyForcibly();
			}
		}
	}

	private static OperatedApplication start(String... properties) {
		String[] all = new String[properties.length + 4];
		all[0] = "server.shutdown=immediate";
		all[1] = "sticky-cluster.client-address.trusted-proxies=127.0.0.1";
		all[2] = "sticky-cluster.workers.disconnect-window=300ms";
		// Boot makes no task executor beside an executor of the application, unless told
		// to.
		all[3] = "spring.task.execution.mode=force";
		System.arraycopy(properties, 0, all, 4, properties.length);
		return OperatedApplication.start(all);
	}

	private static Process connect(OperatedApplication application) throws IOException {
		return connect(application, CLIENTS);
	}

	private static Process connect(OperatedApplication application, int count, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("node", "restart-client.js", "http://127.0.0.1:" + application.port()));
		command.addAll(List.of(arguments));
		Process clients = new ProcessBuilder(command).directory(FOLDER.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		// Each of them has been heard.
		await().until(() -> {
			assertThat(clients.isAlive()).isTrue();
			return application.store()
				.messages()
				.stream()
				.map((message) -> message.substring(0, message.lastIndexOf(' ')))
				.distinct()
				.count() == count;
		});
		return clients;
	}

	private static JsonNode stop(Process clients) throws IOException {
		try (OutputStream in = clients.getOutputStream()) {
			in.write('\n');
			in.flush();
			return Json.parse(new String(clients.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static void keptWhatItAcknowledged(OperatedApplication application, JsonNode client) {
		assertThat(client.get("reasons").valueStream().map(JsonNode::asString)).as("reasons")
			.doesNotContain("io server disconnect");
		int sent = client.get("sent").asInt();
		assertThat(client.get("acknowledged").valueStream()).as("acknowledged").hasSize(sent).doesNotHaveDuplicates();
		String name = client.get("name").asString() + " ";
		assertThat(application.store().messages().stream().filter((message) -> message.startsWith(name)).distinct())
			.as("all of them, in order")
			.containsExactlyElementsOf(IntStream.range(0, sent).mapToObj((number) -> name + number).toList());
	}

}
