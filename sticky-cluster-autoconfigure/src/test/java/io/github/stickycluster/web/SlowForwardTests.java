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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.http.proxy.ClientBounds;
import io.github.stickycluster.internal.http.proxy.ForwardFailure;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that send or read slowly, and what they may hold of the web server.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=2", "sticky-cluster.web.forward=true",
				"management.health.redis.enabled=false" })
class SlowForwardTests {

	private static final int ATTACKERS = 260;

	private static final int LARGE = 50 * 1024 * 1024;

	private static final Duration SLOWER_THAN_ALLOWED = Duration.ofMillis(2_200);

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Dispatcher dispatcher;

	@Test
	void healthIsReachableWhilePostsTrickle() {
		List<Wire> wires = new ArrayList<>();
		AtomicBoolean over = new AtomicBoolean();
		try {
			for (int i = 0; i < ATTACKERS; i++) {
				Wire wire = Wire.from("127.0.6.1", this.port);
				wire.send("POST /post HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
				wires.add(wire);
			}
			CompletableFuture<Void> trickling = CompletableFuture.runAsync(() -> trickle(wires, over));
			await().atMost(Duration.ofSeconds(30)).until(() -> {
				assertThat(timeForHealth()).isLessThan(Duration.ofSeconds(10));
				return cutOff() >= ATTACKERS;
			});
			over.set(true);
			trickling.join();
		}
		finally {
			over.set(true);
			wires.forEach(Wire::close);
		}
	}

	private Duration timeForHealth() {
		try (Wire operator = Wire.to(this.port)) {
			long asked = System.nanoTime();
			assertThat(operator.exchange(HttpRequest.get("/actuator/health")).status()).isEqualTo(200);
			return Duration.ofNanos(System.nanoTime() - asked);
		}
	}

	private long cutOff() {
		return this.dispatcher.webForwarded().failures(ForwardFailure.SLOW_REQUEST)
				+ this.dispatcher.webForwarded().failures(ForwardFailure.TOO_MANY);
	}

	private static void trickle(List<Wire> wires, AtomicBoolean over) {
		while (!over.get()) {
			for (Wire wire : wires) {
				try {
					wire.send("x");
				}
				catch (RuntimeException ex) {
					// It was cut.
				}
			}
			pause(Duration.ofMillis(500));
		}
	}

	@Test
	void slowPostIsAnsweredWithRequestTimeout() {
		try (Wire wire = Wire.from("127.0.6.2", this.port)) {
			wire.send("POST /post HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
			CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(wire::answer);
			while (!answer.isDone()) {
				wire.send("1\r\nx\r\n");
				pause(Duration.ofMillis(500));
			}
			assertThat(answer.join().status()).isEqualTo(408);
			assertThat(wire.isEnded()).isTrue();
		}
	}

	@Test
	void uploadOverAPoorMobileNetworkComesThrough() {
		try (Wire wire = Wire.from("127.0.6.3", this.port)) {
			int size = 20_000;
			wire.send("POST /post HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
			for (int sent = 0; sent < size; sent += 4_000) {
				wire.send("x".repeat(4_000));
				pause(Duration.ofMillis(600));
			}
			assertThat(wire.answer().text()).isEqualTo(String.valueOf(size));
		}
	}

	@Test
	void serverThatTakesAnUploadSlowlyIsNotTheClientsFault() {
		try (Wire wire = Wire.from("127.0.6.4", this.port)) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
				wire.send("POST /late HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
				for (int sent = 0; sent < LARGE; sent += 65_536) {
					wire.send(new byte[65_536]);
				}
			});
			assertThat(wire.answer().text()).isEqualTo(String.valueOf(LARGE));
			sending.join();
		}
	}

	@Test
	void serverThatAnswersSlowlyIsNotTheClientsFault() {
		try (Wire wire = Wire.from("127.0.6.5", this.port)) {
			assertThat(wire.exchange(HttpRequest.get("/halting")).text()).isEqualTo("onetwo");
			wire.send(HttpRequest.of("POST", "/late").header("Content-Length", "4").header("Expect", "100-continue"));
			assertThat(wire.answer().status()).isEqualTo(100);
			assertThat(wire.send("body").answer().text()).isEqualTo("4");
		}
	}

	@Test
	void slowReaderIsCutOffAndItsRequestEnds() {
		long before = slowReaders();
		try (Wire wire = Wire.withReceiveBuffer(this.port, 8_192)) {
			wire.send(HttpRequest.get("/download"));
			int read = 0;
			for (int i = 0; i < 80 && slowReaders() == before; i++) {
				read += readSlowly(wire, Duration.ofMillis(1));
			}
			assertThat(slowReaders()).isEqualTo(before + 1);
			assertThat(read + rest(wire)).isLessThan(LARGE);
		}
	}

	private long slowReaders() {
		return this.dispatcher.webForwarded().failures(ForwardFailure.SLOW_RESPONSE);
	}

	/** Reads what was underway when the connection was cut. */
	private static int rest(Wire wire) {
		int read = 0;
		try {
			while (read < LARGE) {
				wire.read(1_024);
				read += 1_024;
			}
		}
		catch (IOException ex) {
			// It was cut.
		}
		return read;
	}

	@Test
	void slowReaderOfAnEventStreamIsNotCutOff() throws IOException {
		try (Wire wire = Wire.withReceiveBuffer(this.port, 8_192)) {
			wire.send(HttpRequest.get("/stream"));
			assertThat(readSlowly(wire, SLOWER_THAN_ALLOWED)).isLessThan(LARGE);
			assertThat(wire.read(LARGE / 2)).hasSize(LARGE / 2);
		}
	}

	@Test
	void slowWebSocketIsNotCutOff() throws IOException {
		try (Wire wire = Wire.from("127.0.6.6", this.port)) {
			assertThat(wire.exchange(RawWebSocket.handshake("/socket")).status()).isEqualTo(101);
			for (int i = 0; i < 8; i++) {
				wire.send("x");
				assertThat(wire.readByte()).isEqualTo('x');
				pause(Duration.ofMillis(300));
			}
		}
	}

	/**
	 * Reads 4 KB a second.
	 * @return how many bytes came before the time was over or the connection ended
	 */
	private static int readSlowly(Wire wire, Duration time) {
		int read = 0;
		long begun = System.nanoTime();
		try {
			while (System.nanoTime() - begun < time.toNanos()) {
				wire.read(1_024);
				read += 1_024;
				pause(Duration.ofMillis(250));
			}
		}
		catch (IOException ex) {
			// It was cut.
		}
		return read;
	}

	private static void pause(Duration time) {
		await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Primary
		ClientBounds impatient() {
			return new ClientBounds(240, 64 * 1024, Duration.ofMillis(1500), 100, 0, Duration.ofSeconds(1));
		}

		@Bean
		ServletRegistrationBean<Servlet> servlet() {
			return new ServletRegistrationBean<>(new Servlet(), "/post", "/late", "/halting", "/download", "/stream",
					"/socket");
		}

	}

	static class Servlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			try {
				serve(request, response);
			}
			catch (InterruptedException | ServletException ex) {
				throw new IOException(ex);
			}
		}

		private void serve(HttpServletRequest request, HttpServletResponse response)
				throws IOException, InterruptedException, ServletException {
			switch (request.getServletPath()) {
				case "/late" -> {
					new CountDownLatch(1).await(SLOWER_THAN_ALLOWED.toMillis(), TimeUnit.MILLISECONDS);
					text(response, String.valueOf(request.getInputStream().readAllBytes().length));
				}
				case "/halting" -> {
					text(response, "one");
					response.flushBuffer();
					new CountDownLatch(1).await(SLOWER_THAN_ALLOWED.toMillis(), TimeUnit.MILLISECONDS);
					text(response, "two");
				}
				case "/download", "/stream" -> {
					boolean stream = request.getServletPath().equals("/stream");
					response.setContentType(stream ? "text/event-stream;charset=UTF-8" : "application/octet-stream");
					OutputStream out = response.getOutputStream();
					for (int sent = 0; sent < LARGE; sent += 65_536) {
						out.write(new byte[65_536]);
					}
				}
				case "/socket" -> {
					response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
					response.setHeader("Connection", "Upgrade");
					response.setHeader("Upgrade", "websocket");
					response.setHeader("Sec-WebSocket-Accept", "of no importance here");
					request.upgrade(WebForwardTests.Echo.class);
				}
				default -> text(response, String.valueOf(request.getInputStream().readAllBytes().length));
			}
		}

		private static void text(HttpServletResponse response, String text) throws IOException {
			response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
