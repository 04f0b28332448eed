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

package io.github.stickycluster.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.testsupport.ChildProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the executable jar, run as a user runs it; after it is packaged.
 */
class PackagedJarTests {

	private static final int STOPPED_BY_SIGTERM = 128 + 15;

	private final HttpClient http = HttpClient.newHttpClient();

	private final int webPort = ChildProcess.freePort();

	private final int port = ChildProcess.freePort();

	@TempDir
	private Path directory;

	private Process process;

	@BeforeEach
	void start() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String jar = Path.of("target", "demo-chat-app.jar").toAbsolutePath().toString();
		this.process = new ProcessBuilder(java, "-jar", jar, "--server.address=127.0.0.1",
				"--server.port=" + this.webPort, "--sticky-cluster.address=127.0.0.1",
				"--sticky-cluster.port=" + this.port)
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log().toFile())
			.start();
	}

	@AfterEach
	void kill() {
		this.process.destroyForcibly();
	}

	@Test
	void startsServesChatsAndStops() throws Exception {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.failFast(() -> assertThat(this.process.isAlive()).as(Files.readString(log())).isTrue())
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> get("/actuator/health").contains("UP"));
		assertThat(get("/")).contains("<title>Chat");
		assertThat(get("/vendor/socket.io.esm.min.js")).contains("Socket.IO v4.8.");
		assertThat(get("/demo-config.json")).contains("\"port\":" + this.port);
		try (ChatClient ada = ChatClient.connect(this.port, "127.0.0.1", "polling", "websocket")) {
			ada.join("lobby", "Ada");
			ada.say("lobby", "out of the jar");
			assertThat(ada.next("message").get("text").asString()).isEqualTo("out of the jar");
			assertThat(get("/actuator/stickycluster")).contains("\"" + ada.worker() + "\"");
		}
		this.process.destroy();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).as("stopped in time").isTrue();
		assertThat(this.process.exitValue()).isEqualTo(STOPPED_BY_SIGTERM);
		assertThat(Files.readString(log())).contains("Started DemoChatApplication").doesNotContain("ERROR", "WARN");
	}

	private Path log() {
		return this.directory.resolve("output.log");
	}

	private String get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.webPort + path);
		return this.http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
	}

}
