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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.nettysocketio.ClientViews;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.PacketEncoder;
import io.github.stickycluster.internal.socketio.PacketError;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that clients cannot make a node keep more than its budget, and that those which
 * do not try are served meanwhile.
 */
@Timeout(120)
class MemoryBudgetTests {

	private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final int MEGABYTE = 1024 * 1024;

	private final MemoryBudget budget = new MemoryBudget(16 * MEGABYTE, 16 * MEGABYTE);

	@Test
	void hoardersOfUnreadEchoesAreClosedAndOthersServed() {
		try (TestServer server = start(); Link good = Kind.WEBSOCKET.connect(server.port())) {
			List<Wire> wires = new ArrayList<>();
			String event = "42[\"message\",\"" + "x".repeat(90_000) + "\"]";
			for (int i = 0; i < 12; i++) {
				Wire wire = Wire.withReceiveBuffer(server.port(), 4_096);
				wires.add(wire);
				if (!isLetIn(wire)) {
					// Memory is tight.
					continue;
				}
				sendUnread(RawWebSocket.on(wire).send("40"), event, 60);
				assertThat(isServed(good)).isTrue();
				assertThat(this.budget.heldDirect()).isLessThan(this.budget.direct());
			}
			await().until(() -> closed(server) > 0);
			wires.forEach(Wire::close);
			await().until(() -> this.budget.heldDirect() == 0);
			assertThat(isServed(good)).isTrue();
		}
	}

	/**
	 * Each is small, and a session may have nothing else that is charged: no part of a
	 * frame, as when the pings came over a network.
	 */
	@Test
	void unreadPongsAreCharged() throws Exception {
		try (TestServer server = start(); Wire wire = Wire.withReceiveBuffer(server.port(), 4_096)) {
			assertThat(isLetIn(wire)).isTrue();
			String open = RawWebSocket.on(wire).text();
			EngineIoSession session = server.engine().find(SessionId.parse(Open.parse(open).sid()));
			Channel channel = session.webSocketChannel();
			WebSocketHandler handler = channel.pipeline().get(WebSocketHandler.class);
			ByteBuf ping = Unpooled.wrappedBuffer(new byte[100]);
			await().until(() -> channel.eventLoop().submit(() -> {
				IntStream.range(0, 100).forEach((i) -> handler.ping(ping));
				handler.flush();
				return session.pendingBytes() > MEGABYTE;
			}).get());
			assertThat(this.budget.heldHeap() + this.budget.heldDirect()).isGreaterThan(MEGABYTE * 3 / 4);
		}
	}

	@Test
	void unfinishedFramesAreCharged() {
		try (TestServer server = start(); Link good = Kind.WEBSOCKET.connect(server.port())) {
			List<Wire> wires = new ArrayList<>();
			byte[] frame = new byte[900_000];
			Arrays.fill(frame, (byte) 'x');
			byte[] head = { (byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x0f, 0x42, 0x40, 0, 0, 0, 0 };
			System.arraycopy(head, 0, frame, 0, head.length);
			for (int i = 0; i < 40; i++) {
				Wire wire = Wire.to(server.port());
				wires.add(wire);
				if (!isLetIn(wire)) {
					continue;
				}
				wire.send(frame);
				assertThat(isServed(good)).isTrue();
				assertThat(this.budget.heldDirect()).isLessThan(this.budget.direct());
			}
			awaitRelief(server, wires);
		}
	}

	@Test
	void unfinishedFramesAreChargedWhereMessagesAreCompressed() {
		HttpRequest handshake = RawWebSocket.handshake(WEBSOCKET)
			.header("Sec-WebSocket-Extensions", "permessage-deflate");
		try (TestServer server = TestServer.start(
				(settings) -> settings.budget(this.budget).engine((engine) -> engine.webSocketCompression(true)),
				MemoryBudgetTests::echo)) {
			Wire wire = Wire.to(server.port());
			HttpAnswer answer = wire.exchange(handshake);
			assertThat(answer.header("Sec-WebSocket-Extensions")).contains("server_no_context_takeover",
					"client_no_context_takeover");
			RawWebSocket.on(wire).text();
			byte[] first = new Frame(false, Frame.TEXT, "40".getBytes(StandardCharsets.US_ASCII)).masked();
			wire.send(first);
			await().during(Duration.ofMillis(100)).until(() -> this.budget.heldDirect() < 2_048);
			byte[] frame = new Frame(true, Frame.CONTINUATION, new byte[900_000]).masked();
			wire.send(Arrays.copyOf(frame, 800_000));
			await().until(() -> this.budget.heldDirect() >= 800_000);
			wire.close();
			await().until(() -> this.budget.heldDirect() == 0);
		}
	}

	@Test
	void windowOfAnUnfinishedCompressedMessageIsCharged() {
		HttpRequest handshake = RawWebSocket.handshake(WEBSOCKET)
			.header("Sec-WebSocket-Extensions", "permessage-deflate");
		try (TestServer server = TestServer.start(
				(settings) -> settings.budget(this.budget).engine((engine) -> engine.webSocketCompression(true)),
				MemoryBudgetTests::echo); Wire wire = Wire.to(server.port())) {
			wire.exchange(handshake);
			RawWebSocket.on(wire).text();
			// A block that is not compressed, of one character.
			byte[] first = new Frame(false, Frame.TEXT, new byte[] { 0, 1, 0, -2, -1, '4' }).masked();
			first[0] |= 0x40;
			wire.send(first);
			await().until(() -> this.budget.heldDirect() >= 40_000);
			wire.send(new Frame(true, Frame.CONTINUATION, new byte[] { 0, 1, 0, -2, -1, '0', 0 }).masked());
			assertThat(RawWebSocket.on(wire).text()).startsWith("40");
			await().until(() -> this.budget.heldDirect() == 0);
		}
	}

	@Test
	void onlyTheAddressThatKeepsMuchGetsNoNewSession() {
		try (TestServer server = TestServer.start((settings) -> settings.budget(this.budget).loops(1),
				MemoryBudgetTests::echo)) {
			List<Wire> wires = IntStream.range(0, 13).mapToObj((i) -> Wire.from("127.0.0.2", server.port())).toList();
			wires.forEach(MemoryBudgetTests::connect);
			// Nearly what its buffer holds at most: slow loops read in small parts, whose
			// buffers fit.
			byte[] frame = Frame.text("42[\"message\",\"" + "x".repeat(980_000) + "\"]").masked();
			wires.forEach((wire) -> wire.send(Arrays.copyOf(frame, 950_000)));
			await().until(() -> this.budget.heldDirect() > 12 * MEGABYTE);
			try (Wire same = Wire.from("127.0.0.2", server.port());
					Wire other = Wire.from("127.0.0.3", server.port());
					Wire polling = Wire.from("127.0.0.4", server.port())) {
				await().until(() -> same.exchange(HttpRequest.get(POLLING)).status() == 503);
				assertThat(isLetIn(other)).isTrue();
				assertThat(openPolling(polling)).isNotNull();
			}
			wires.forEach(Wire::close);
		}
	}

	@Test
	void sessionsThatKeepMostAreNotReadFromUntilThereIsMemory() {
		AtomicInteger heard = new AtomicInteger();
		try (TestServer server = TestServer.start(
				(settings) -> settings.budget(this.budget).loops(1).heartbeat(1_000, 1_000),
				(io) -> io.addEventListener("message", Object.class, (client, data, ack) -> heard.incrementAndGet()))) {
			List<Wire> wires = IntStream.range(0, 14).mapToObj((i) -> Wire.to(server.port())).toList();
			wires.forEach(MemoryBudgetTests::connect);
			byte[] frame = Frame.text("42[\"message\",\"" + "x".repeat(980_000) + "\"]").masked();
			byte[] begin = Arrays.copyOf(frame, 950_000);
			wires.forEach((wire) -> wire.send(begin));
			await().until(() -> this.budget.heldDirect() > 13 * MEGABYTE);
			byte[] rest = Arrays.copyOfRange(frame, 950_000, frame.length);
			await().pollDelay(Duration.ofMillis(200)).until(() -> true);
			List<Wire> staying = wires.subList(7, 14);
			staying.forEach((wire) -> wire.send(rest).send(Frame.text("3").masked()));
			// Longer than a client may leave a ping unanswered.
			await().during(Duration.ofMillis(2_200))
				.until(() -> heard.get() == 0 && server.engine().sessionCount() == 14);
			wires.subList(0, 7).forEach(Wire::reset);
			await().until(() -> heard.get() == 7);
			await().until(() -> server.engine().sessionCount() == 7);
			wires.forEach(Wire::close);
		}
	}

	@Test
	void bodiesOfPostsThatDoNotEndAreCharged() {
		try (TestServer server = start(); Link good = Kind.WEBSOCKET.connect(server.port())) {
			List<Wire> wires = new ArrayList<>();
			String body = "4" + "x".repeat(900_000);
			for (int i = 0; i < 40; i++) {
				Wire wire = Wire.to(server.port());
				wires.add(wire);
				String sid = openPolling(wire);
				if (sid != null) {
					wire.send("POST " + POLLING + "&sid=" + sid
							+ " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + body);
				}
				assertThat(isServed(good)).isTrue();
				assertThat(this.budget.heldDirect()).isLessThan(this.budget.direct());
			}
			awaitRelief(server, wires);
		}
	}

	@Test
	void answersToPollsThatAreNotReadAreCharged() throws IOException {
		MemoryBudget budget = new MemoryBudget(96 * MEGABYTE, 96 * MEGABYTE);
		try (TestServer server = TestServer.start(
				(settings) -> settings.budget(budget).maxPayload(7 * MEGABYTE).maxPendingBytes(64 * MEGABYTE),
				MemoryBudgetTests::echo); Link good = Kind.WEBSOCKET.connect(server.port())) {
			List<Wire> wires = new ArrayList<>();
			// More than the kernel takes.
			String event = "42[\"message\",\"" + "x".repeat(6 * MEGABYTE) + "\"]";
			for (int i = 0; i < 8; i++) {
				Wire posts = Wire.to(server.port());
				wires.add(posts);
				String sid = openPolling(posts);
				if (sid == null) {
					// Memory is tight.
					continue;
				}
				String session = POLLING + "&sid=" + sid;
				posts.exchange(HttpRequest.post(session, "40"));
				posts.exchange(HttpRequest.get(session));
				wires.add(leaveUnread(server, session, posts, event));
				wires.add(leaveUnread(server, session, posts, event));
				assertThat(isServed(good)).isTrue();
				if (i == 0) {
					await().until(() -> server.worker().pendingBytes() > 12 * MEGABYTE);
					await().until(() -> budget.heldDirect() > 12 * MEGABYTE);
				}
				assertThat(budget.heldDirect()).isLessThan(budget.direct());
			}
			await().until(() -> closed(server) > 0);
			wires.forEach(Wire::close);
			await().until(() -> budget.heldDirect() == 0);
		}
	}

	@Test
	void listenersRunOnlyAsManyLargeEventsAtOnceAsThereIsMemoryFor() {
		MemoryBudget budget = new MemoryBudget(64 * MEGABYTE, 64 * MEGABYTE);
		Semaphore returning = new Semaphore(0);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger returned = new AtomicInteger();
		ExecutorService threads = Executors.newCachedThreadPool();
		try (TestServer server = TestServer.start((settings) -> settings.budget(budget).listeners(threads), (io) -> {
			echo(io);
			io.addEventListener("slow", Object.class, (client, data, ack) -> {
				running.incrementAndGet();
				returning.acquire();
				running.decrementAndGet();
				returned.incrementAndGet();
			});
		}); Link good = Kind.WEBSOCKET.connect(server.port())) {
			List<Wire> wires = IntStream.range(0, 10).mapToObj((i) -> Wire.to(server.port())).toList();
			List<RawWebSocket> slow = wires.stream().map(MemoryBudgetTests::connect).toList();
			String nearlyAsMuchAsAPacketMayTake = "42[\"slow\",[{}" + ",{}".repeat(80_000) + "]]";
			slow.forEach((webSocket) -> sendUnread(webSocket, nearlyAsMuchAsAPacketMayTake, 2));
			await().until(() -> server.worker().pendingCalls() == 20 && running.get() >= 2);
			for (int i = 0; i < 5; i++) {
				assertThat(isServed(good)).isTrue();
				assertThat(running.get()).isBetween(2, 4);
				// As objects, all would take 140 MB.
				assertThat(budget.heldHeap()).isBetween(15L * MEGABYTE, 40L * MEGABYTE);
			}
			returning.release(20);
			await().until(() -> returned.get() == 20);
			assertThat(closed(server)).isZero();
			await().until(() -> budget.heldHeap() < MEGABYTE);
			wires.forEach(Wire::close);
		}
		finally {
			threads.shutdown();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eventsThatWaitForListenersAreDroppedWithTheSessionsThatKeepMost(boolean gone) {
		CountDownLatch returning = new CountDownLatch(1);
		AtomicInteger returned = new AtomicInteger();
		ExecutorService threads = Executors.newCachedThreadPool();
		try (TestServer server = TestServer.start((settings) -> settings.budget(this.budget).listeners(threads),
				(io) -> {
					echo(io);
					io.addEventListener("slow", Object.class, (client, data, ack) -> {
						returning.await();
						returned.incrementAndGet();
					});
				}); Link good = Kind.WEBSOCKET.connect(server.port())) {
			String event = "42[\"slow\",\"" + "x".repeat(400_000) + "\"]";
			for (int i = 0; i < 40; i++) {
				Wire wire = Wire.to(server.port());
				if (isLetIn(wire)) {
					RawWebSocket webSocket = RawWebSocket.on(wire);
					webSocket.text();
					sendUnread(webSocket.send("40"), event, 3);
				}
				if (gone) {
					wire.endOutput();
				}
				assertThat(isServed(good)).isTrue();
				assertThat(this.budget.heldHeap()).isLessThan(this.budget.heap());
			}
			await().until(() -> server.worker().statistics().callsDropped() > 0);
			returning.countDown();
			await().until(() -> server.worker().pendingCalls() == 0);
			assertThat(returned.get()).isPositive();
			assertThat(isServed(good)).isTrue();
			await().until(() -> this.budget.heldHeap() < MEGABYTE);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void packetsWithoutTheirAttachmentsAreCharged() {
		try (TestServer server = start(); Link good = Kind.WEBSOCKET.connect(server.port())) {
			RawWebSocket webSocket = RawWebSocket.open(server.port(), WEBSOCKET);
			webSocket.text();
			webSocket.send("40").text();
			long before = this.budget.heldHeap();
			webSocket.send("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
			webSocket.send(new byte[900_000]);
			await().until(() -> this.budget.heldHeap() - before > 900_000);
			webSocket.close();
			await().until(() -> this.budget.heldHeap() <= before);
			assertThat(isServed(good)).isTrue();
		}
	}

	@Test
	void whereMemoryHasRunOutTheGreediestGoThoughTheBudgetIsNotUsedUp() {
		MemoryBudget budget = new MemoryBudget(256 * MEGABYTE, 256 * MEGABYTE);
		try (TestServer server = start(budget); Link good = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(isServed(good)).isTrue();
			long before = budget.heldHeap();
			RawWebSocket webSocket = RawWebSocket.open(server.port(), WEBSOCKET);
			webSocket.text();
			webSocket.send("40").text();
			webSocket.send("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
			webSocket.send(new byte[900_000]);
			await().until(() -> budget.heldHeap() - before > 900_000);
			server.workers().forEach((worker) -> worker.engine().relieve());
			await().until(() -> budget.heldHeap() <= before);
			assertThat(closed(server)).isEqualTo(1);
			server.workers().forEach((worker) -> worker.engine().relieve());
			assertThat(isServed(good)).as("small sessions stay").isTrue();
			webSocket.close();
		}
	}

	@Test
	void packetThatWouldBecomeTooManyObjectsEndsItsSession() {
		try (TestServer server = start();
				RawWebSocket webSocket = RawWebSocket.open(server.port(), WEBSOCKET);
				Link polling = Kind.POLLING.connect(server.port())) {
			webSocket.text();
			webSocket.send("40").text();
			String objects = "42[\"message\",[" + "{},".repeat(100_000) + "0]]";
			webSocket.send(objects);
			assertThat(webSocket.closeStatus()).isEqualTo(WebSocketCloseStatus.MESSAGE_TOO_BIG.code());
			assertThat(isServed(polling)).isTrue();
			polling.send(objects);
			await().until(() -> server.engine().sessionCount() == 0);
			assertThat(server.worker().statistics().sessionsClosed(CloseReason.PARSED_SIZE)).isEqualTo(2);
			assertThat(server.worker().statistics().packetsRefused(PacketError.PARSED_SIZE)).isEqualTo(2);
		}
	}

	@Test
	void broadcastToSlowClientsIsChargedOnce() {
		MemoryBudget budget = new MemoryBudget(64 * MEGABYTE, 64 * MEGABYTE);
		try (TestServer server = start(budget)) {
			List<Wire> wires = IntStream.range(0, 20)
				.mapToObj((i) -> Wire.withReceiveBuffer(server.port(), 4_096))
				.toList();
			wires.forEach(MemoryBudgetTests::connect);
			await().until(() -> server.server().getAllClients().size() == 20);
			JsonPayload large = SocketIoJson.using(JsonMapper.shared()).write("large", List.of("x".repeat(100_000)));
			for (int i = 0; i < 60; i++) {
				broadcast(server, large);
			}
			// Of the 120 MB the kernel takes up to 4 MB for each client.
			await().untilAsserted(() -> assertThat(server.worker().pendingBytes()).isGreaterThan(30L * MEGABYTE));
			await().untilAsserted(
					() -> assertThat(budget.heldHeap() + budget.heldDirect()).isBetween(5L * MEGABYTE, 20L * MEGABYTE));
			assertThat(server.engine().sessionCount()).isEqualTo(20);
			wires.forEach(Wire::close);
			await().until(() -> budget.heldHeap() + budget.heldDirect() == 0);
		}
	}

	@Test
	void handshakesThatAreNeverUsedDoNotKeepOthersOut() {
		try (TestServer server = start(); Link good = Kind.WEBSOCKET.connect(server.port())) {
			HttpRequest handshake = HttpRequest.get("/socket.io/?EIO=4&transport=polling&x=" + "x".repeat(7_000))
				.header("X-Large", "y".repeat(7_000));
			int refused = 0;
			try (Wire wire = Wire.from("127.0.0.2", server.port())) {
				for (int i = 0; i < 2_000; i++) {
					assertThat(i % 100 != 0 || isServed(good)).isTrue();
					refused += (wire.exchange(handshake).status() == 503) ? 1 : 0;
					assertThat(this.budget.heldHeap()).isLessThan(this.budget.heap());
				}
			}
			assertThat(isServed(good)).isTrue();
			assertThat(refused).isLessThan(2_000);
			await().untilAsserted(() -> {
				try (Link other = Kind.POLLING.connect(server.port())) {
					assertThat(isServed(other)).isTrue();
				}
			});
			assertThat(closed(server)).isPositive();
		}
	}

	@Test
	void handshakeThatIsNeverUsedEndsEarly() {
		try (TestServer server = start(); Wire wire = Wire.to(server.port())) {
			wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
			wire.exchange(HttpRequest.get("/socket.io/?EIO=3&transport=polling"));
			try (Link used = Kind.POLLING.connect(server.port()); Link used3 = Kind.POLLING_3.connect(server.port())) {
				assertThat(server.engine().sessionCount()).isEqualTo(4);
				assertThat(isServed(used)).isTrue();
				assertThat(isServed(used3)).isTrue();
				await().atMost(15, TimeUnit.SECONDS).until(() -> server.engine().sessionCount() == 2);
				assertThat(isServed(used)).isTrue();
				assertThat(isServed(used3)).isTrue();
			}
		}
	}

	@Test
	void nothingIsLeftOnTheAccountWhenAllHaveGone() {
		try (TestServer server = start()) {
			for (Kind kind : Kind.values()) {
				try (Link link = kind.connect(server.port())) {
					assertThat(isServed(link)).isTrue();
					assertThat(this.budget.heldHeap()).isPositive();
				}
			}
			server.engine().close().join();
			await().untilAsserted(() -> {
				assertThat(this.budget.heldHeap()).isZero();
				assertThat(this.budget.heldDirect()).isZero();
			});
		}
	}

	private TestServer start() {
		return start(this.budget);
	}

	private static TestServer start(MemoryBudget budget) {
		return TestServer.start((settings) -> settings.budget(budget), MemoryBudgetTests::echo);
	}

	private static void echo(SocketIOServer io) {
		io.addEventListener("message", Object.class, (client, data, ack) -> client.sendEvent("message-back", data));
	}

	private long closed(TestServer server) {
		return server.worker().statistics().sessionsClosed(CloseReason.MEMORY);
	}

	// As the cluster does it: encoded once.
	private static void broadcast(TestServer server, JsonPayload event) {
		EncodedPacket packet = PacketEncoder.event("", event, null, true);
		server.server().getAllClients().forEach((client) -> ClientViews.socket(client).emit(packet, event));
		packet.release();
	}

	private static RawWebSocket connect(Wire wire) {
		RawWebSocket webSocket = RawWebSocket.open(wire, RawWebSocket.handshake(WEBSOCKET));
		webSocket.text();
		assertThat(webSocket.send("40").text()).startsWith("40{");
		return webSocket;
	}

	private static Wire leaveUnread(TestServer server, String session, Wire posts, String event) throws IOException {
		Wire poll = Wire.withReceiveBuffer(server.port(), 4_096).send(HttpRequest.get(session));
		if (posts.exchange(HttpRequest.post(session, event)).status() == 200) {
			// The answer has begun, or the session was closed.
			poll.readByte();
		}
		return poll;
	}

	/** Opens a session, unless memory is tight. */
	private static @Nullable String openPolling(Wire wire) {
		HttpAnswer answer = wire.exchange(HttpRequest.get(POLLING));
		return (answer.status() == 200) ? answer.text().replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1") : null;
	}

	/** Some sessions are closed, and at last nothing is kept. */
	private void awaitRelief(TestServer server, List<Wire> wires) {
		await().until(() -> closed(server) > 0);
		wires.forEach(Wire::close);
		await().until(() -> this.budget.heldDirect() == 0);
	}

	private static boolean isLetIn(Wire wire) {
		return wire.exchange(RawWebSocket.handshake(WEBSOCKET)).status() == 101;
	}

	private static void sendUnread(RawWebSocket webSocket, String event, int times) {
		try {
			for (int i = 0; i < times; i++) {
				webSocket.send(event);
			}
		}
		catch (UncheckedIOException ex) {
			// It was cut off.
		}
	}

	private static boolean isServed(Link link) {
		return link.send("42[\"message\",1]").text().equals("42[\"message-back\",1]");
	}

}
