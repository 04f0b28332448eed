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
import java.util.concurrent.atomic.AtomicInteger;

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
import org.junit.jupiter.api.BeforeEach;
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
 * How many requests the web server gets at once: two of one client, eight of all.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=2", "sticky-cluster.web.forward=true",
				"sticky-cluster.client-address.trusted-proxies=127.0.0.9" })
class RequestsPerClientTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Dispatcher dispatcher;

	private final List<Wire> wires = new ArrayList<>();

	@BeforeEach
	void close() {
		Servlet.go = new CompletableFuture<>();
		Servlet.atOnce.set(0);
	}

	private Wire hold(String from) {
		Wire wire = Wire.from(from, this.port);
		this.wires.add(wire);
		return wire.send(HttpRequest.get("/hold"));
	}

	private void end() {
		Servlet.go.complete(null);
		this.wires.forEach(Wire::close);
	}

	@Test
	void oneMoreWaitsForItsTurn() {
		List<Wire> held = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			held.add(hold("127.0.7.1"));
		}
		await().until(() -> Servlet.underWay.get() == 2);
		assertThat(held.get(11).silentFor(Duration.ofMillis(500))).isTrue();
		try (Wire other = Wire.from("127.0.7.2", this.port)) {
			assertThat(other.exchange(HttpRequest.get("/now")).text()).isEqualTo("now");
		}
		Servlet.go.complete(null);
		assertThat(held).allSatisfy((wire) -> assertThat(wire.answer().text()).isEqualTo("held"));
		assertThat(Servlet.atOnce.get()).isEqualTo(2);
		end();
	}

	@Test
	void manyClientsTogetherLeaveTheWebServerThreads() {
		List<Wire> held = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			held.add(hold("127.0.7." + (20 + i / 2)));
		}
		await().until(() -> Servlet.underWay.get() == 8);
		assertThat(held.get(19).silentFor(Duration.ofMillis(500))).isTrue();
		Servlet.go.complete(null);
		assertThat(held).allSatisfy((wire) -> assertThat(wire.answer().text()).isEqualTo("held"));
		assertThat(Servlet.atOnce.get()).isEqualTo(8);
		end();
	}

	@Test
	void oneThatWaitsTooLongIsRefused() {
		long before = this.dispatcher.webForwarded().failures(ForwardFailure.TOO_MANY);
		hold("127.0.7.3");
		hold("127.0.7.3");
		await().until(() -> Servlet.underWay.get() == 2);
		try (Wire third = Wire.from("127.0.7.3", this.port)) {
			HttpAnswer answer = third.exchange(HttpRequest.post("/hold", "body"));
			assertThat(answer.status()).isEqualTo(429);
			assertThat(answer.header("Retry-After")).isEqualTo("1");
			assertThat(this.dispatcher.webForwarded().failures(ForwardFailure.TOO_MANY)).isEqualTo(before + 1);
			Servlet.go.complete(null);
			assertThat(third.exchange(HttpRequest.get("/now")).text()).isEqualTo("now");
		}
		end();
	}

	@Test
	void clientsThatLeaveGiveTheirPlacesUp() {
		for (int i = 0; i < 6; i++) {
			hold("127.0.7.4");
		}
		await().until(() -> Servlet.underWay.get() == 2);
		this.wires.get(5).reset();
		this.wires.get(0).reset();
		this.wires.get(1).reset();
		this.wires.get(2).reset();
		await().until(() -> Servlet.underWay.get() == 4);
		Servlet.go.complete(null);
		assertThat(this.wires.get(3).answer().text()).isEqualTo("held");
		assertThat(this.wires.get(4).answer().text()).isEqualTo("held");
		try (Wire next = Wire.from("127.0.7.4", this.port)) {
			assertThat(next.exchange(HttpRequest.get("/now")).text()).isEqualTo("now");
		}
		end();
	}

	@Test
	void webSocketsAndEventStreamsDoNotCount() throws IOException {
		for (int i = 0; i < 4; i++) {
			Wire socket = Wire.from("127.0.7.5", this.port);
			this.wires.add(socket);
			assertThat(socket.exchange(RawWebSocket.handshake("/socket")).status()).isEqualTo(101);
			Wire events = Wire.from("127.0.7.5", this.port);
			this.wires.add(events);
			events.send(HttpRequest.get("/events"));
			StringBuilder read = new StringBuilder();
			while (read.indexOf("data: 1") < 0) {
				read.append((char) events.readByte());
			}
		}
		try (Wire page = Wire.from("127.0.7.5", this.port)) {
			assertThat(page.exchange(HttpRequest.get("/now")).text()).isEqualTo("now");
		}
		end();
	}

	@Test
	void clientsOfATrustedProxyCountEachForItself() {
		List<Wire> proxied = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Wire wire = Wire.from("127.0.0.9", this.port);
			this.wires.add(wire);
			proxied.add(wire.send(HttpRequest.get("/hold").header("X-Forwarded-For", "192.0.2." + i)));
		}
		await().until(() -> Servlet.underWay.get() == 4);
		Servlet.go.complete(null);
		assertThat(proxied).allSatisfy((wire) -> assertThat(wire.answer().text()).isEqualTo("held"));
		end();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Primary
		ClientBounds twoAtOnce() {
			return new ClientBounds(240, 240, Duration.ofSeconds(30), 2, 8, Duration.ofSeconds(3));
		}

		@Bean
		ServletRegistrationBean<Servlet> servlet() {
			return new ServletRegistrationBean<>(new Servlet(), "/hold", "/now", "/events", "/socket");
		}

	}

	static class Servlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		static volatile CompletableFuture<Void> go = new CompletableFuture<>();

		static final AtomicInteger underWay = new AtomicInteger();

		static final AtomicInteger atOnce = new AtomicInteger();

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			switch (request.getServletPath()) {
				case "/hold" -> {
					atOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
					go.join();
					underWay.decrementAndGet();
					text(response, "held");
				}
				case "/events" -> {
					response.setContentType("text/event-stream");
					OutputStream out = response.getOutputStream();
					out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
					response.flushBuffer();
					go.join();
				}
				case "/socket" -> {
					response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
					response.setHeader("Connection", "Upgrade");
					response.setHeader("Upgrade", "websocket");
					response.setHeader("Sec-WebSocket-Accept", "of no importance here");
					try {
						request.upgrade(WebForwardTests.Echo.class);
					}
					catch (ServletException ex) {
						throw new IOException(ex);
					}
				}
				default -> text(response, "now");
			}
		}

		private static void text(HttpServletResponse response, String text) throws IOException {
			response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
