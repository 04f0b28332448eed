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

package io.github.stickycluster.internal.dispatch;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.TestTransport;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a client whose events are costly leaves the clients on its event loop their
 * turns, also if another node relays it.
 */
@Timeout(60)
class FairTurnTests {

	private static final int FLOOD = 4_000;

	private static final String COSTLY = "42[\"costly\"]";

	private final AtomicInteger costly = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void manyCostlyEventsInOneWriteDelayOthersByFewOfThem(boolean ofOtherNodes) {
		assumeThat(TestTransport.get()).as("its buffers are the kernel's to fill").isNotEqualTo(IoTransport.IO_URING);
		try (TestServer server = TestServer.start((settings) -> settings.loops(1), this::listen);
				Link good = Kind.WEBSOCKET.connect(server.port());
				Wire wire = Wire.to(ofOtherNodes ? server.worker().port() : server.port());
				RawWebSocket greedy = RawWebSocket.open(wire,
						RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket"))) {
			greedy.text();
			assertThat(greedy.send("40").text()).startsWith("40{");
			wire.send(flood());
			assertThat(handledBeforeTheNextOf(good)).isLessThan(FLOOD / 10);
		}
	}

	@Test
	void manyCostlyEventsInOnePostDelayOthersByFewOfThem() {
		try (TestServer server = TestServer.start((settings) -> settings.loops(1), this::listen);
				Link good = Kind.WEBSOCKET.connect(server.port());
				Polling greedy = connectByPolling(server)) {
			CompletableFuture<HttpAnswer> post = postLater(greedy);
			assertThat(handledBeforeTheNextOf(good)).isLessThan(FLOOD / 10);
			assertThat(post.join().status()).isEqualTo(200);
			assertThat(this.costly).hasValue(FLOOD);
		}
	}

	@Test
	void aSessionThatEndsBetweenTheTurnsOfItsPostHearsNoMoreOfIt() {
		try (TestServer server = TestServer.start((settings) -> settings.loops(1), this::listen);
				Polling greedy = connectByPolling(server)) {
			CompletableFuture<HttpAnswer> post = postLater(greedy);
			await().until(() -> this.costly.get() > 0);
			server.server().getAllClients().forEach(SocketIOClient::disconnect);
			assertThat(post.join().status()).isEqualTo(200);
			assertThat(this.costly).hasValueLessThan(FLOOD / 2);
			assertThat(greedy.poll().text()).isEqualTo("41");
		}
	}

	@Test
	void whatIsLeftOfAPostIsCharged() {
		MemoryBudget budget = new MemoryBudget(16 * 1024 * 1024, 16 * 1024 * 1024);
		try (TestServer server = TestServer.start((settings) -> settings.loops(1).budget(budget), this::listen);
				Polling greedy = connectByPolling(server)) {
			assertThat(budget.heldDirect()).isZero();
			CompletableFuture<HttpAnswer> post = postLater(greedy);
			await().until(() -> this.costly.get() > 100);
			assertThat(budget.heldDirect()).isBetween((long) FLOOD * COSTLY.length(), 4L * FLOOD * COSTLY.length());
			post.join();
			await().until(() -> budget.heldDirect() == 0);
		}
	}

	private static Polling connectByPolling(TestServer server) {
		Polling polling = Polling.open(server.port());
		polling.post("40");
		assertThat(polling.poll().text()).startsWith("40{");
		return polling;
	}

	private static CompletableFuture<HttpAnswer> postLater(Polling polling) {
		Message[] events = new Message[FLOOD];
		Arrays.fill(events, Message.of(COSTLY));
		return CompletableFuture.supplyAsync(() -> polling.post(events));
	}

	private int handledBeforeTheNextOf(Link good) {
		await().until(() -> this.costly.get() > 0);
		int before = this.costly.get();
		String answer = good.send("420[\"handled\"]").text();
		assertThat(answer).startsWith("430[");
		return Integer.parseInt(answer.substring(4, answer.length() - 1)) - before;
	}

	private void listen(SocketIOServer server) {
		server.addEventListener("costly", Object.class, (client, data, ack) -> {
			this.costly.incrementAndGet();
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		});
		server.addEventListener("handled", Object.class, (client, data, ack) -> ack.sendAckData(this.costly.get()));
	}

	private static byte[] flood() {
		byte[] one = Frame.text(COSTLY).masked();
		byte[] all = new byte[FLOOD * one.length];
		for (int i = 0; i < FLOOD; i++) {
			System.arraycopy(one, 0, all, i * one.length, one.length);
		}
		return all;
	}

}
