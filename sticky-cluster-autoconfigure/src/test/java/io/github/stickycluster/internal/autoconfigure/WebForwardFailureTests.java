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

package io.github.stickycluster.internal.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web server that fails, or does what the application's own would not do, behind the
 * public port.
 */
class WebForwardFailureTests {

	private ServerSocket server;

	private RunningApplication application;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		this.application = RunningApplication.start("server.shutdown=immediate", "sticky-cluster.web.forward=true",
				"sticky-cluster.web.response-timeout=2s",
				"sticky-cluster.web.server=127.0.0.1:" + this.server.getLocalPort());
	}

	@AfterEach
	void stop() throws IOException {
		this.application.close();
		this.server.close();
	}

	@Test
	void aServerThatDoesNotListenIsABadGateway() throws IOException {
		this.server.close();
		Wire wire = Wire.to(this.application.port());
		HttpAnswer answer = wire.exchange(HttpRequest.post("/page", "body"));
		assertThat(answer.status()).isEqualTo(502);
		assertThat(answer.header("Retry-After")).isEqualTo("1");
		assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).status()).isEqualTo(200);
		wire.close();
	}

	@Test
	void aServerThatDoesNotAnswerIsATimeout() {
		Wire wire = Wire.to(this.application.port());
		assertThat(wire.exchange(HttpRequest.get("/page")).status()).isEqualTo(504);
		assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).status()).isEqualTo(200);
		wire.close();
	}

	@Test
	void anAnswerThatIsNotHttpIsABadGateway() {
		serve("220 mail.example ESMTP\r\n\r\n");
		Wire wire = Wire.to(this.application.port());
		assertThat(wire.exchange(HttpRequest.get("/page")).status()).isEqualTo(502);
		wire.close();
	}

	@Test
	void anAnswerThatEndsWithItsConnectionGoesOnInChunks() {
		serve("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
		Wire wire = Wire.to(this.application.port());
		HttpAnswer answer = wire.exchange(HttpRequest.get("/page"));
		assertThat(answer.text()).isEqualTo("to the end");
		assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(wire.isEnded()).isFalse();
		wire.close();
	}

	@Test
	void eachDirectionOfAWebSocketEndsAlone() throws IOException {
		CompletableFuture<String> received = CompletableFuture.supplyAsync(this::untilEnd);
		Wire wire = Wire.to(this.application.port());
		assertThat(wire.exchange(RawWebSocket.handshake("/socket")).status()).isEqualTo(101);
		wire.send("all that the client says");
		wire.endOutput();
		assertThat(wire.read(3)).asString(StandardCharsets.US_ASCII).isEqualTo("bye");
		assertThat(received.join()).isEqualTo("all that the client says");
		assertThat(wire.closesWithin(Duration.ofSeconds(5))).isTrue();
		wire.close();
	}

	private void serve(String answer) {
		CompletableFuture.runAsync(() -> {
			try (Socket socket = this.server.accept()) {
				readHead(socket.getInputStream());
				socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private String untilEnd() {
		try (Socket socket = this.server.accept()) {
			readHead(socket.getInputStream());
			socket.getOutputStream()
				.write("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			byte[] all = socket.getInputStream().readAllBytes();
			socket.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
			return new String(all, StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (!head.toString().endsWith("\r\n\r\n")) {
			head.append((char) in.read());
		}
	}

}
