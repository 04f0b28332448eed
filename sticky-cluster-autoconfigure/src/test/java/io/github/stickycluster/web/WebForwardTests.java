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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.http.proxy.ForwardFailure;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import io.netty.buffer.PooledByteBufAllocator;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One public port for Socket.IO and the application's own Tomcat.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "server.forward-headers-strategy=native", "sticky-cluster.port=0",
				"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2", "sticky-cluster.web.forward=true",
				"sticky-cluster.client-address.trusted-proxies=127.0.0.9", "sticky-cluster.limits.idle-timeout=2s",
				"sticky-cluster.limits.request-head-timeout=10s" })
class WebForwardTests {

	private static final int LARGE = 50 * 1024 * 1024;

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Dispatcher dispatcher;

	@Test
	void oneConnectionMayAlternateBetweenPagesAndSocketIo() {
		Wire wire = Wire.to(this.port);
		for (int i = 0; i < 5; i++) {
			assertThat(wire.exchange(HttpRequest.get("/echo?text=page" + i)).text()).isEqualTo("GET page" + i + " ");
			assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).text()).startsWith("0{");
			assertThat(wire.exchange(HttpRequest.post("/echo?text=p", "body")).text()).isEqualTo("POST p body");
			HttpAnswer head = wire.exchange(HttpRequest.of("HEAD", "/echo?text=head"));
			assertThat(head.status()).isEqualTo(200);
			assertThat(wire.exchange(HttpRequest.get("/nothing")).status()).isEqualTo(404);
		}
		assertThat(wire.isEnded()).isFalse();
		wire.close();
	}

	@Test
	void theWebServerLearnsWhoAskedAndForWhat() {
		Wire wire = Wire.from("127.0.4.1", this.port);
		assertThat(wire.exchange(HttpRequest.get("/who")).text())
			.isEqualTo("127.0.4.1 http://127.0.0.1:80 [1.1 sticky-cluster]");
		assertThat(wire
			.exchange(HttpRequest.get("/who")
				.header("Host", "chat.example:8080")
				.header("X-Forwarded-For", "192.0.2.66")
				.header("X-Forwarded-Proto", "https")
				.header("Forwarded", "for=192.0.2.66;proto=https")
				.header("Connection", "X-Forwarded-For, Host"))
			.text()).isEqualTo("127.0.4.1 http://chat.example:8080 [1.1 sticky-cluster]");
		wire.close();
		Wire proxied = Wire.from("127.0.0.9", this.port);
		assertThat(proxied
			.exchange(HttpRequest.get("/who")
				.header("Host", "internal")
				.header("X-Forwarded-For", "192.0.2.66, 192.0.2.7")
				.header("X-Forwarded-Proto", "https")
				.header("X-Forwarded-Host", "chat.example"))
			.text()).isEqualTo("192.0.2.7 https://chat.example:443 [1.1 sticky-cluster]");
		proxied.close();
	}

	@Test
	void aLargeDownloadTakesNoMoreMemoryThanItsReaderAllows() throws IOException {
		Wire wire = Wire.withReceiveBuffer(this.port, 8_192);
		wire.send(HttpRequest.get("/download"));
		await().during(Duration.ofMillis(500)).until(() -> this.dispatcher.webForwarded().connections() > 0);
		assertThat(pinned()).isLessThan(8 * 1024 * 1024);
		HttpAnswer answer = wire.answer();
		assertThat(answer.body()).hasSize(LARGE);
		assertThat(checksum(answer.body())).isEqualTo(checksum(large()));
		assertThat(wire.exchange(HttpRequest.get("/echo?text=after")).text()).isEqualTo("GET after ");
		wire.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aLargeUploadTakesNoMoreMemoryThanItsTakerAllows(boolean chunked) throws Exception {
		Wire wire = Wire.to(this.port);
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> upload(wire, chunked));
		await().during(Duration.ofMillis(500)).until(() -> this.dispatcher.webForwarded().connections() > 0);
		assertThat(sending).isNotDone();
		assertThat(pinned()).isLessThan(8 * 1024 * 1024);
		SlowServlet.go.complete(null);
		sending.join();
		assertThat(wire.answer().text()).isEqualTo(LARGE + " " + checksum(large()));
		assertThat(wire.exchange(HttpRequest.get("/echo?text=after")).text()).isEqualTo("GET after ");
		SlowServlet.go = new CompletableFuture<>();
		wire.close();
	}

	private static void upload(Wire wire, boolean chunked) {
		byte[] body = large();
		String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LARGE;
		wire.send("POST /upload HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n");
		for (int at = 0; at < LARGE; at += 65_536) {
			byte[] part = Arrays.copyOfRange(body, at, at + 65_536);
			wire.send(chunked ? "10000\r\n" : "").send(part).send(chunked ? "\r\n" : "");
		}
		wire.send(chunked ? "0\r\n\r\n" : "");
	}

	@Test
	void aBodyIsAskedForWhenTheWebServerWantsIt() {
		Wire wire = Wire.to(this.port);
		wire.send(HttpRequest.of("POST", "/echo?text=expect")
			.header("Content-Length", "4")
			.header("Expect", "100-continue"));
		assertThat(wire.answer().status()).isEqualTo(100);
		assertThat(wire.send("body").answer().text()).isEqualTo("POST expect body");
		wire.close();
	}

	@Test
	void eventsArriveAsTheyAreSentAndNoIdleTimeEndsThem() throws IOException {
		Wire wire = Wire.to(this.port);
		wire.send(HttpRequest.get("/events"));
		StringBuilder read = new StringBuilder();
		while (!read.toString().endsWith("data: 1\n\r\n")) {
			read.append((char) wire.readByte());
		}
		assertThat(wire.silentFor(Duration.ofMillis(2_500))).isTrue();
		SlowServlet.events.complete(null);
		while (!read.toString().contains("data: 2\n")) {
			read.append((char) wire.readByte());
		}
		wire.close();
	}

	@Test
	void anIdleConnectionIsClosedAfterAPageToo() {
		Wire wire = Wire.to(this.port);
		wire.exchange(HttpRequest.get("/echo?text=a"));
		assertThat(wire.silentFor(Duration.ofMillis(500))).isTrue();
		assertThat(wire.closesWithin(Duration.ofSeconds(10))).isTrue();
		wire.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
			"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Content-Length: 4\r\nContent-Length: 5",
			"Transfer-Encoding : chunked", "Transfer-Encoding: xchunked", "Content-Length: +4", "Host: other",
			"Transfer-Encoding:\u000bchunked" })
	void whatTwoServersMightReadDifferentlyIsRefused(String headers) {
		long before = this.dispatcher.webForwarded().requests();
		Wire wire = Wire.to(this.port);
		wire.send("POST /echo?text=a HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n\r\n0\r\n\r\n");
		assertThat(wire.answer().status()).isEqualTo(400);
		assertThat(this.dispatcher.webForwarded().requests()).isEqualTo(before);
		wire.close();
	}

	@Test
	void aHigherMinorVersionIsForwardedAsHttp11() {
		Wire wire = Wire.to(this.port);
		wire.send("GET /protocol HTTP/1.7\r\nHost: h\r\n\r\n");
		assertThat(wire.answer().text()).isEqualTo("HTTP/1.1");
		wire.send("POST /echo?text=a HTTP/1.2\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
		assertThat(wire.answer().text()).isEqualTo("POST a abc");
		wire.send(new String(RawWebSocket.handshake("/socket").header("Sec-WebSocket-Protocol", "chat").bytes(),
				StandardCharsets.US_ASCII)
			.replace("HTTP/1.1", "HTTP/1.3"));
		assertThat(wire.answer().status()).isEqualTo(101);
		wire.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /echo?text=a HTTP/2.0\r\nHost: h\r\n\r\n",
			"GET /echo?text=a HTTP/1.1\r\nHost: h\r\nX-A: b\r\n c\r\n\r\n",
			"GET /echo?text=a HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nOrigin: http://h\r\n\r\n" })
	void anotherVersionOrAnAmbiguousHeadIsNotForwarded(String request) {
		long before = this.dispatcher.webForwarded().requests();
		Wire wire = Wire.to(this.port);
		assertThat(wire.send(request).answer().status()).isEqualTo(request.contains("HTTP/2") ? 505 : 400);
		assertThat(this.dispatcher.webForwarded().requests()).isEqualTo(before);
		wire.close();
	}

	@Test
	void aLengthThatIsCalledAMatterOfTheConnectionStillCounts() {
		Wire wire = Wire.to(this.port);
		HttpRequest request = HttpRequest.of("POST", "/echo?text=a")
			.header("Content-Length", "34")
			.header("Connection", "Content-Length");
		assertThat(wire.exchange(request.body("GET /echo?text=smuggled HTTP/1.1\r\n")).text())
			.isEqualTo("POST a GET /echo?text=smuggled HTTP/1.1\r\n");
		assertThat(wire.exchange(HttpRequest.get("/echo?text=b")).text()).isEqualTo("GET b ");
		wire.close();
	}

	@Test
	void aClientThatGoesAwayEndsItsRequest() {
		Wire wire = Wire.to(this.port);
		wire.exchange(HttpRequest.get("/echo?text=a"));
		int waiting = this.dispatcher.webForwarded().connections();
		wire.send(HttpRequest.get("/download"));
		assertThat(wire.silentFor(Duration.ofSeconds(8))).isFalse();
		wire.reset();
		await().until(() -> this.dispatcher.webForwarded().connections() < waiting);
	}

	@Test
	void anotherWebSocketIsJoinedWithBackPressureAndEndsWithItsClient() throws IOException {
		Wire wire = Wire.to(this.port);
		HttpAnswer answer = wire.exchange(RawWebSocket.handshake("/socket").header("Sec-WebSocket-Protocol", "chat"));
		assertThat(answer.status()).isEqualTo(101);
		assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("chat");
		byte[] sent = Arrays.copyOf(large(), 4 * 1024 * 1024);
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> wire.send(sent));
		assertThat(Arrays.equals(wire.read(sent.length), sent)).isTrue();
		sending.join();
		wire.endOutput();
		assertThat(wire.closesWithin(Duration.ofSeconds(5))).isTrue();
		wire.close();
	}

	@Test
	void aWebSocketThatTheWebServerDoesNotWantIsAnsweredWithItsAnswer() {
		Wire wire = Wire.to(this.port);
		assertThat(wire.exchange(RawWebSocket.handshake("/nothing")).status()).isEqualTo(404);
		assertThat(wire.exchange(HttpRequest.get("/echo?text=after")).text()).isEqualTo("GET after ");
		wire.close();
	}

	@Test
	void anAnswerThatBreaksOffDoesSoForTheClient() {
		long before = this.dispatcher.webForwarded().failures(ForwardFailure.BROKEN);
		Wire wire = Wire.to(this.port);
		wire.send(HttpRequest.get("/broken"));
		assertThat(wire.closesWithin(Duration.ofSeconds(5))).isTrue();
		assertThat(this.dispatcher.webForwarded().failures(ForwardFailure.BROKEN)).isEqualTo(before + 1);
		wire.close();
	}

	private static long pinned() {
		return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
	}

	private static byte[] large() {
		byte[] bytes = new byte[LARGE];
		for (int i = 0; i < LARGE; i++) {
			bytes[i] = (byte) (i * 31 + (i >> 12));
		}
		return bytes;
	}

	private static long checksum(byte[] bytes) {
		return Arrays.hashCode(bytes);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ServletRegistrationBean<SlowServlet> servlet() {
			return new ServletRegistrationBean<>(new SlowServlet(), "/echo", "/who", "/download", "/upload", "/events",
					"/socket", "/broken", "/protocol");
		}

	}

	static class SlowServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		static volatile CompletableFuture<Void> go = new CompletableFuture<>();

		static final CompletableFuture<Void> events = new CompletableFuture<>();

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			switch (request.getServletPath()) {
				case "/who" -> text(response,
						request.getRemoteAddr() + " " + request.getScheme() + "://" + request.getServerName() + ":"
								+ request.getServerPort() + " "
								+ List.copyOf(Collections.list(request.getHeaders("Via"))));
				case "/protocol" -> text(response, request.getProtocol());
				case "/download" -> {
					response.setContentLength(LARGE);
					response.getOutputStream().write(large());
				}
				case "/upload" -> {
					go.join();
					byte[] body = request.getInputStream().readAllBytes();
					text(response, body.length + " " + checksum(body));
				}
				case "/events" -> {
					OutputStream out = response.getOutputStream();
					out.write("data: 1\n".getBytes(StandardCharsets.UTF_8));
					response.flushBuffer();
					events.join();
					out.write("data: 2\n".getBytes(StandardCharsets.UTF_8));
					response.flushBuffer();
				}
				case "/socket" -> {
					response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
					response.setHeader("Connection", "Upgrade");
					response.setHeader("Upgrade", "websocket");
					response.setHeader("Sec-WebSocket-Accept", "of no importance here");
					response.setHeader("Sec-WebSocket-Protocol", request.getHeader("Sec-WebSocket-Protocol"));
					request.upgrade(Echo.class);
				}
				case "/broken" -> {
					response.setContentLength(1_000);
					response.getOutputStream().write(new byte[10]);
					response.flushBuffer();
					throw new IOException("broken off on purpose");
				}
				default -> {
					try (InputStream body = request.getInputStream()) {
						text(response, request.getMethod() + " " + request.getParameter("text") + " "
								+ new String(body.readAllBytes(), StandardCharsets.UTF_8));
					}
				}
			}
		}

		private static void text(HttpServletResponse response, String text) throws IOException {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			response.setContentLength(bytes.length);
			response.getOutputStream().write(bytes);
		}

	}

	/**
	 * Sends back what comes.
	 */
	public static class Echo implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			try {
				connection.getInputStream().setReadListener(new Copying(connection));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void destroy() {
			// The connection is closed already.
		}

	}

	private record Copying(WebConnection connection) implements ReadListener {

		@Override
		public void onDataAvailable() throws IOException {
			byte[] buffer = new byte[8_192];
			while (this.connection.getInputStream().isReady()) {
				int length = this.connection.getInputStream().read(buffer);
				if (length < 0) {
					return;
				}
				this.connection.getOutputStream().write(buffer, 0, length);
				this.connection.getOutputStream().flush();
			}
		}

		@Override
		public void onAllDataRead() throws IOException {
			close();
		}

		@Override
		public void onError(Throwable cause) {
			close();
		}

		private void close() {
			try {
				this.connection.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
