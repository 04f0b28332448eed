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

package io.github.stickycluster.internal.engineio;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests the end of sessions that are not read from, and of polls whose answers are not
 * read.
 */
@Timeout(60)
class PausedSessionTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final int MEGABYTE = 1024 * 1024;

	/** More than the kernel takes. */
	private static final String LARGE = "x".repeat(6 * MEGABYTE);

	private final MemoryBudget budget = new MemoryBudget(64 * MEGABYTE, 64 * MEGABYTE);

	@Test
	void postThatEndsItsPausedSessionIsAnsweredAtOnce() {
		try (TestServer server = start(); Wire posts = Wire.to(server.port())) {
			String session = openPolling(posts);
			EngineIoSession keepingMost = find(server, session);
			Wire poll = leaveUnread(server, session, posts);
			List<Wire> others = keepTight(server);
			await().until(keepingMost::isPaused);
			// Its listener makes the session keep more than there is.
			assertThat(posts.exchange(HttpRequest.post(session, "42[\"more\"]")).status()).isEqualTo(200);
			assertThat(keepingMost.hasEnded()).isTrue();
			assertThat(this.budget.heldDirect()).as("still tight").isGreaterThan(45 * MEGABYTE);
			poll.close();
			others.forEach(Wire::close);
		}
	}

	@Test
	void heldPostIsAnsweredWhenItsSessionIsClosed() {
		try (TestServer server = start(); Wire posts = Wire.to(server.port())) {
			String session = openPolling(posts);
			EngineIoSession keepingMost = find(server, session);
			Wire poll = leaveUnread(server, session, posts);
			List<Wire> others = keepTight(server);
			await().until(keepingMost::isPaused);
			posts.send(HttpRequest.post(session, "42[\"nothing\"]"));
			assertThat(posts.silentFor(Duration.ofMillis(300))).isTrue();
			keepingMost.close(CloseReason.SERVER_SHUTTING_DOWN);
			assertThat(posts.answer().status()).isEqualTo(200);
			poll.close();
			others.forEach(Wire::close);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4 })
	void webSocketThatIsNotReadEndsSoonAfterItsClientHasClosed(int version) {
		try (TestServer server = TestServer.start((settings) -> settings.transport(IoTransport.NIO)
			.loops(1)
			.budget(this.budget)
			.maxPayload(7 * MEGABYTE)
			.heartbeat(300, 300), PausedSessionTests::large)) {
			List<Wire> wires = keepTight(server, version, 14);
			await().until(() -> server.engine().webSockets().stream().noneMatch((each) -> each.config().isAutoRead()));
			// The end is behind what is not read.
			wires.get(0).send("x").close();
			// Then the others are read from again, and miss their heartbeats.
			await().atMost(Duration.ofSeconds(20)).until(() -> server.engine().sessionCount() <= 13);
			assertThat(server.worker().statistics().sessionsClosed(CloseReason.MEMORY)).isZero();
			wires.forEach(Wire::close);
		}
	}

	@Test
	void sessionEndsWhoseClientClosesBeforeItHasReadItsPoll() {
		try (TestServer server = start(); Wire posts = Wire.to(server.port())) {
			String session = openPolling(posts);
			Wire poll = leaveUnread(server, session, posts);
			await().until(() -> this.budget.heldDirect() > 5 * MEGABYTE);
			poll.close();
			await().atMost(Duration.ofSeconds(20)).until(() -> server.engine().sessionCount() == 0);
			assertThat(server.worker().statistics().sessionsClosed(CloseReason.TRANSPORT_ERROR)).isOne();
			assertThat(this.budget.heldDirect()).isZero();
			// The connection for posts is still open.
			assertThat(this.budget.heldHeap()).isBetween((long) Costs.CONNECTION, Costs.CONNECTION + 256L);
		}
	}

	@Test
	void sessionStaysWhoseClientReadsItsLastAnswerOnAConnection() {
		try (TestServer server = start(); Wire posts = Wire.to(server.port())) {
			String session = openPolling(posts);
			try (Wire poll = Wire.withReceiveBuffer(server.port(), 4_096)) {
				poll.send(HttpRequest.get(session).header("Connection", "close"));
				posts.exchange(HttpRequest.post(session, "42[\"large\"]"));
				assertThat(poll.answer().text()).hasSizeGreaterThan(6 * MEGABYTE);
			}
			await().until(() -> this.budget.heldDirect() == 0);
			assertThat(server.engine().sessionCount()).isOne();
			posts.send(HttpRequest.get(session));
			assertThat(posts.silentFor(Duration.ofMillis(200))).isTrue();
		}
	}

	@Test
	void sessionEndsWhosePollIsAnsweredWhenItsClientHasJustClosed() {
		CountDownLatch closed = new CountDownLatch(1);
		try (TestServer server = TestServer
			.start((io) -> io.addEventListener("answer", Object.class, (from, data, ack) -> {
				from.sendEvent("late");
				closed.await();
			})); Wire posts = Wire.to(server.port())) {
			String session = openPolling(posts);
			EngineIoSession engineIo = find(server, session);
			Wire poll = onAnotherLoop(server, engineIo).send(HttpRequest.get(session));
			assertThat(poll.silentFor(Duration.ofMillis(200))).isTrue();
			posts.send(HttpRequest.post(session, "42[\"answer\"]"));
			assertThat(posts.silentFor(Duration.ofMillis(100))).isTrue();
			poll.close();
			assertThat(posts.silentFor(Duration.ofMillis(200))).isTrue();
			closed.countDown();
			await().atMost(Duration.ofSeconds(5)).until(engineIo::hasEnded);
		}
		finally {
			closed.countDown();
		}
	}

	/** Connects until the connection is on another event loop than a session. */
	private static Wire onAnotherLoop(TestServer server, EngineIoSession session) {
		Wire wire = Wire.to(server.port());
		while (find(server, openPolling(wire)).loop() == session.loop()) {
			wire = Wire.to(server.port());
		}
		return wire;
	}

	private TestServer start() {
		return TestServer.start((settings) -> settings.loops(1)
			.budget(this.budget)
			.maxPayload(7 * MEGABYTE)
			.maxPendingBytes(64 * MEGABYTE), PausedSessionTests::large);
	}

	private static void large(SocketIOServer io) {
		io.addEventListener("large", Object.class, (client, data, ack) -> client.sendEvent("large", LARGE));
		io.addEventListener("more", Object.class,
				(client, data, ack) -> IntStream.range(0, 4).forEach((i) -> client.sendEvent("large", LARGE)));
	}

	/** Opens a session, in the default namespace. */
	private static String openPolling(Wire wire) {
		String open = wire.exchange(HttpRequest.get(POLLING)).text();
		String session = POLLING + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
		wire.exchange(HttpRequest.post(session, "40"));
		wire.exchange(HttpRequest.get(session));
		return session;
	}

	private static EngineIoSession find(TestServer server, String session) {
		return server.engine().find(SessionId.parse(session.substring(session.lastIndexOf('=') + 1)));
	}

	private static Wire leaveUnread(TestServer server, String session, Wire posts) {
		Wire poll = Wire.withReceiveBuffer(server.port(), 4_096).send(HttpRequest.get(session));
		assertThat(posts.exchange(HttpRequest.post(session, "42[\"large\"]")).status()).isEqualTo(200);
		return poll;
	}

	/** Makes others keep most of the memory, each less than the greediest. */
	private List<Wire> keepTight(TestServer server) {
		return keepTight(server, 4, 12);
	}

	private List<Wire> keepTight(TestServer server, int version, int count) {
		byte[] frame = Frame.text("42[\"nothing\",\"" + "x".repeat(3_500_000) + "\"]").masked();
		long before = this.budget.heldDirect();
		List<Wire> wires = IntStream.range(0, count).mapToObj((i) -> {
			Wire wire = Wire.to(server.port());
			HttpRequest handshake = RawWebSocket.handshake("/socket.io/?EIO=" + version + "&transport=websocket");
			RawWebSocket.open(wire, handshake).text();
			return wire;
		}).toList();
		wires.forEach((wire) -> wire.send(Arrays.copyOf(frame, 3_300_000)));
		await().until(() -> this.budget.heldDirect() - before > 45L * MEGABYTE);
		return wires;
	}

}
