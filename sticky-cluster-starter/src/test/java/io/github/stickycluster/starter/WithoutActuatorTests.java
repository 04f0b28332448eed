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

package io.github.stickycluster.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.stickycluster.test.SocketTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that excludes {@code spring-boot-starter-actuator} from the starter.
 */
@Tag("once")
class WithoutActuatorTests {

	/** What that brings, but for Micrometer's observations, which Spring itself needs. */
	private static final Pattern ACTUATOR = Pattern.compile("spring-boot-(starter-)?(actuator|health|micrometer)\\S*"
			+ "|micrometer-(core|jakarta9|registry)\\S*|HdrHistogram\\S*|LatencyUtils\\S*");

	private static final Pattern READY = Pattern.compile("^READY (\\d+)$", Pattern.MULTILINE);

	@TempDir
	private Path folder;

	@Test
	void clientsOfBothWorkersChat() throws Exception {
		Path log = this.folder.resolve("log");
		Process application = start(log);
		List<SocketTestClient> clients = new ArrayList<>();
		try {
			int port = port(application, log);
			Set<String> workers = new HashSet<>();
			for (int i = 1; workers.size() < 2 && i < 20; i++) {
				SocketTestClient client = SocketTestClient.bindToPort(port)
					.from("127.3.0." + i)
					.timeout(Duration.ofSeconds(20))
					.connect();
				clients.add(client);
				workers.add(client.emitWithAck("say", "client " + i).expect(String.class).value());
			}
			assertThat(workers).containsExactlyInAnyOrder("lone-1", "lone-2");
			clients.get(0).emitWithAck("say", "to all").expect();
			for (SocketTestClient client : clients) {
				await().until(() -> client.expect("said", String.class).value().equals("to all"));
			}
			assertThat(Files.readString(log)).doesNotContain(" WARN ", " ERROR ");
		}
		finally {
			clients.forEach(SocketTestClient::close);
			application.destroy();
			application.onExit().join();
		}
	}

	private static Process start(Path log) throws IOException {
		List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
		List<String> without = classPath.stream()
			.filter((entry) -> !ACTUATOR.matcher(Path.of(entry).getFileName().toString()).matches())
			.toList();
		assertThat(classPath.size() - without.size()).as("jars of the Actuator").isGreaterThan(5);
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-cp", String.join(File.pathSeparator, without),
				ActuatorlessApplication.class.getName(), "--sticky-cluster.port=0",
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.workers.count=2",
				"--sticky-cluster.node-id=lone")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

	private static int port(Process application, Path log) {
		return await().atMost(Duration.ofSeconds(60)).until(() -> {
			String text = Files.readString(log);
			assertThat(application.isAlive()).as(text).isTrue();
			Matcher ready = READY.matcher(text);
			return ready.find() ? Integer.parseInt(ready.group(1)) : 0;
		}, (port) -> port > 0);
	}

}
