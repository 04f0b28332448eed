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

package io.github.stickycluster.web;

import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One public port for Socket.IO and a web server other than Tomcat, which serves the same
 * as it does in {@link WebForwardTests}. A subclass says which.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OtherWebServersTests {

	static final int LARGE = 20 * 1024 * 1024;

	private ConfigurableApplicationContext context;

	private int port;

	ConfigurableApplicationContext run(Class<?> application, WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(application).web(type)
			.properties("server.address=127.0.0.1", "server.port=0", "server.forward-headers-strategy=native",
					"server.shutdown=immediate", "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
					"sticky-cluster.workers.count=2", "sticky-cluster.web.forward=true")
			.run(arguments);
	}

	abstract ConfigurableApplicationContext start();

	/** Says which web server it is, by the simple name of its class. */
	abstract String name();

	@BeforeAll
	void begin() {
		this.context = start();
		this.port = this.context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	@AfterAll
	void end() {
		this.context.close();
	}

	@Test
	void oneConnectionMayAlternateBetweenPagesAndSocketIo() {
		try (Wire wire = Wire.to(this.port)) {
			for (int i = 0; i < 5; i++) {
				assertThat(wire.exchange(HttpRequest.get("/server")).text()).isEqualTo(name());
				assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).text())
					.startsWith("0{");
				assertThat(wire.exchange(HttpRequest.post("/upload", "body")).text()).isEqualTo("4");
				assertThat(wire.exchange(HttpRequest.get("/nothing")).status()).isEqualTo(404);
			}
			assertThat(wire.isEnded()).isFalse();
		}
	}

	@Test
	void theWebServerLearnsWhoAskedAndForWhat() {
		try (Wire wire = Wire.from("127.0.4.1", this.port)) {
			HttpRequest who = HttpRequest.get("/who")
				.header("Host", "chat.example:8080")
				.header("X-Forwarded-For", "192.0.2.66")
				.header("Forwarded", "for=192.0.2.66;proto=https");
			assertThat(wire.exchange(who).text()).isEqualTo("127.0.4.1 http://chat.example:8080");
		}
	}

	@Test
	void bodiesAreStreamedBothWays() {
		try (Wire wire = Wire.to(this.port)) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> upload(wire));
			assertThat(wire.answer().text()).isEqualTo(String.valueOf(LARGE));
			sending.join();
			HttpAnswer download = wire.exchange(HttpRequest.get("/download"));
			assertThat(download.body()).hasSize(LARGE);
			assertThat(wire.exchange(HttpRequest.get("/server")).text()).isEqualTo(name());
		}
	}

	private static void upload(Wire wire) {
		wire.send("POST /upload HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
		byte[] part = new byte[65_536];
		for (int at = 0; at < LARGE; at += part.length) {
			wire.send("10000\r\n").send(part).send("\r\n");
		}
		wire.send("0\r\n\r\n");
	}

	@Test
	void eventsArriveAsTheyAreSent() throws Exception {
		try (Wire wire = Wire.to(this.port)) {
			wire.send(HttpRequest.get("/events"));
			read(wire, "data:1\n");
			this.context.getBean(Gate.class).opened().complete(null);
			read(wire, "data:2\n");
		}
	}

	private static void read(Wire wire, String end) throws Exception {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(end) < 0) {
			read.append((char) wire.readByte());
		}
	}

	@Test
	void anotherWebSocketGoesThrough() {
		try (RawWebSocket socket = RawWebSocket.open(this.port, "/socket")) {
			for (String text : new String[] { "hello", "x".repeat(60_000), "bye" }) {
				Frame answer = socket.send(text).message();
				assertThat(answer.text()).isEqualTo(text);
			}
		}
	}

	/**
	 * What the second event waits for.
	 *
	 * @param opened completes when it may come
	 */
	record Gate(CompletableFuture<@Nullable Void> opened) {

		Gate() {
			this(new CompletableFuture<>());
		}

	}

}
