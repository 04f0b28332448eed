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

package io.github.stickycluster.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.internal.dispatch.RoutingOutcome;
import io.github.stickycluster.internal.engineio.SessionIds;
import io.github.stickycluster.internal.http.proxy.ForwardFailure;
import io.github.stickycluster.internal.net.IpPrefix;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.internal.nettysocketio.ClientHandshake;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.MemberRefusal;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests for a session on another node than the one they reach.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayTests {

	private static final String SECRET = "a secret that only the nodes of this test know";

	/** Of fixed part, IPv4 addresses and proof. */
	private static final int HEADER = 16 + 12 + 3 + 57;

	private final List<TestNode> nodes = new ArrayList<>();

	@BeforeAll
	void start() {
		for (String id : List.of("a", "b", "c")) {
			this.nodes.add(node(id));
		}
		TestNode.introduce(this.nodes.toArray(TestNode[]::new));
	}

	@AfterAll
	void stop() {
		this.nodes.forEach(TestNode::close);
	}

	private static TestNode node(String id) {
		return TestNode.start(id, SECRET, RoutingScope.NODE, new TrustedProxies(List.of(IpPrefix.parse("127.0.0.9"))),
				RelayTests::listeners);
	}

	private static void listeners(SocketIOServer server) {
		server.addEventListener("echo", String.class, (client, text, ack) -> ack.sendAckData(text));
		server.addEventListener("fields", String.class, (client, text, ack) -> ack
			.sendAckData(String.join(",", client.getHandshakeData().getHttpHeaders().names())));
		server.addEventListener("who", String.class, (client, text, ack) -> ack
			.sendAckData(((InetSocketAddress) client.getRemoteAddress()).getAddress().getHostAddress()));
		server.addEventListener("secure", String.class,
				(client, text, ack) -> ack.sendAckData(ClientHandshake.of(client).isSecure()));
	}

	@Test
	void pollingRequestsMayRotateOverAllNodes() {
		List<Wire> wires = this.nodes.stream().map((node) -> Wire.from("127.0.3.1", node.port())).toList();
		String sid = open(wires.get(0));
		String target = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
		int turn = 1;
		assertThat(wires.get(turn++ % 3).exchange(HttpRequest.post(target, "40")).text()).isEqualTo("ok");
		assertThat(packets(wires.get(turn++ % 3).exchange(HttpRequest.get(target)))).startsWith("40{");
		for (int i = 0; i < 30; i++) {
			String packet = "42" + i + "[\"echo\",\"" + "x".repeat(i * 100) + "\"]";
			assertThat(wires.get(turn++ % 3).exchange(HttpRequest.post(target, packet)).text()).isEqualTo("ok");
			assertThat(packets(wires.get(turn++ % 3).exchange(HttpRequest.get(target))))
				.isEqualTo("43" + i + "[\"" + "x".repeat(i * 100) + "\"]");
		}
		assertThat(wires).allSatisfy((wire) -> assertThat(wire.isEnded()).isFalse());
		assertThat(this.nodes.get(1).relayed().requests()).isPositive();
		assertThat(this.nodes.get(1).routed(RoutingOutcome.RELAYED)).isEqualTo(this.nodes.get(1).relayed().requests());
		wires.forEach(Wire::close);
	}

	@Test
	void aWebSocketMayUpgradeOnAnotherNodeAndEndsOnBothSides() {
		int sessions = this.nodes.get(0).sessions();
		Wire polls = Wire.to(this.nodes.get(0).port());
		String sid = open(polls);
		RawWebSocket socket = RawWebSocket.open(this.nodes.get(1).port(),
				"/socket.io/?EIO=4&transport=websocket&sid=" + sid);
		assertThat(socket.send("2probe").text()).isEqualTo("3probe");
		socket.send("5").send("40");
		assertThat(socket.text()).startsWith("40{");
		String large = "y".repeat(900_000);
		assertThat(socket.send("420[\"echo\",\"" + large + "\"]").text()).isEqualTo("430[\"" + large + "\"]");
		assertThat(this.nodes.get(0).sessions()).isEqualTo(sessions + 1);
		socket.close();
		await().until(() -> this.nodes.get(0).sessions() == sessions);
		polls.close();
	}

	@Test
	void whetherAPageIsOfTheServersOwnOriginIsForTheNodeToTellThatItReached() {
		Wire first = Wire.from("127.0.0.9", this.nodes.get(0).port());
		HttpRequest open = HttpRequest.get("/socket.io/?EIO=4&transport=polling");
		String target = "/socket.io/?EIO=4&transport=polling&sid="
				+ Open.parse(first.exchange(fromThePage(open)).text()).sid();
		Wire proxied = Wire.from("127.0.0.9", this.nodes.get(1).port());
		assertThat(proxied.exchange(fromThePage(HttpRequest.post(target, "40"))).status()).isEqualTo(200);
		String connected = packets(proxied.exchange(fromThePage(HttpRequest.get(target))));
		assertThat(connected).startsWith("40{");
		assertThat(proxied.exchange(fromThePage(HttpRequest.post(target, "420[\"fields\",\"\"]"))).status())
			.isEqualTo(200);
		assertThat(packets(proxied.exchange(fromThePage(HttpRequest.get(target))))).startsWith("430[")
			.doesNotContainIgnoringCase("sticky-cluster");
		Wire forged = Wire.to(this.nodes.get(1).port());
		assertThat(forged
			.exchange(fromThePage(HttpRequest.get(target)).header("Sticky-Cluster-Same-Origin", "true")
				.header("Connection", "Sticky-Cluster-Same-Origin"))
			.status()).isEqualTo(403);
		List.of(first, proxied, forged).forEach(Wire::close);
	}

	private static HttpRequest fromThePage(HttpRequest request) {
		return request.header("Host", "app:9092")
			.header("Origin", "https://chat.example")
			.header("X-Forwarded-Host", "chat.example")
			.header("X-Forwarded-Proto", "https");
	}

	@Test
	void theClientIsTheClientWhoeverSharesTheConnection() {
		Wire proxied = Wire.from("127.0.0.9", this.nodes.get(1).port());
		List<String> clients = List.of("192.0.2.1", "192.0.2.2", "2001:db8::1");
		List<String> sids = new ArrayList<>();
		for (String client : clients) {
			Wire direct = Wire.from("127.0.0.9", this.nodes.get(0).port());
			sids.add(open(direct, client));
			direct.close();
		}
		for (int i = 0; i < clients.size(); i++) {
			String target = "/socket.io/?EIO=4&transport=polling&sid=" + sids.get(i);
			exchange(proxied, HttpRequest.post(target, "40"), clients.get(i));
			exchange(proxied, HttpRequest.get(target), clients.get(i));
			exchange(proxied, HttpRequest.post(target, "421[\"who\",\"\"]"), clients.get(i));
			assertThat(packets(exchange(proxied, HttpRequest.get(target), clients.get(i))))
				.contains(expected(clients.get(i)));
		}
		proxied.close();
	}

	@Test
	void aNewSessionFarAwayHasItsClientsAddress() {
		try (TestNode entry = TestNode.start("far", SECRET, RoutingScope.CLUSTER, TrustedProxies.NONE,
				RelayTests::listeners)) {
			TestNode.introduce(entry, this.nodes.get(0), this.nodes.get(1));
			int far = 0;
			for (int i = 1; i <= 24; i++) {
				Wire wire = Wire.from("127.0.5." + i, entry.port());
				int before = entry.sessions();
				String target = "/socket.io/?EIO=4&transport=polling&sid=" + open(wire);
				far += (entry.sessions() == before) ? 1 : 0;
				wire.exchange(HttpRequest.post(target, "40"));
				wire.exchange(HttpRequest.get(target));
				wire.exchange(HttpRequest.post(target, "421[\"who\",\"\"]"));
				assertThat(packets(wire.exchange(HttpRequest.get(target)))).isEqualTo("431[\"127.0.5." + i + "\"]");
				wire.exchange(HttpRequest.post(target, "1"));
				wire.close();
			}
			assertThat(far).isBetween(8, 23);
			this.nodes.get(0).registry().putNode("far", List.of());
			this.nodes.get(1).registry().putNode("far", List.of());
		}
	}

	@Test
	void whetherAClientHasTlsIsForTheNodeToTellThatItReached() {
		try (TestNode entry = TestNode.start("proxied", SECRET, RoutingScope.CLUSTER,
				new TrustedProxies(List.of(IpPrefix.parse("127.0.0.9"))), RelayTests::listeners)) {
			TestNode.introduce(entry, this.nodes.get(0), this.nodes.get(1));
			int far = 0;
			for (int i = 1; i <= 12; i++) {
				String proto = (i % 2 == 0) ? "https" : "http";
				Wire wire = Wire.from("127.0.0.9", entry.port());
				int before = entry.sessions();
				HttpRequest open = HttpRequest.get("/socket.io/?EIO=4&transport=polling")
					.header("X-Forwarded-Proto", proto)
					.header("Sticky-Cluster-Secure", "true");
				String target = "/socket.io/?EIO=4&transport=polling&sid="
						+ Open.parse(packets(exchange(wire, open, "192.0.2." + i))).sid();
				far += (entry.sessions() == before) ? 1 : 0;
				wire.exchange(HttpRequest.post(target, "40"));
				wire.exchange(HttpRequest.get(target));
				wire.exchange(HttpRequest.post(target, "421[\"secure\",\"\"]"));
				assertThat(packets(wire.exchange(HttpRequest.get(target))))
					.isEqualTo("431[" + proto.equals("https") + "]");
				wire.exchange(HttpRequest.post(target, "1"));
				wire.close();
			}
			assertThat(far).isBetween(2, 11);
			this.nodes.get(0).registry().putNode("proxied", List.of());
			this.nodes.get(1).registry().putNode("proxied", List.of());
		}
	}

	@Test
	void aSessionIdOfNobodyIsRefusedAtOnce() {
		Wire wire = Wire.to(this.nodes.get(2).port());
		HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling&sid=nobody"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
		wire.close();
	}

	@Test
	void errorsAndCrossOriginHeadersComeThroughAsTheWorkerGaveThem() {
		Wire first = Wire.to(this.nodes.get(0).port());
		String sid = open(first);
		Wire second = Wire.to(this.nodes.get(1).port());
		String target = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
		assertThat(second.exchange(HttpRequest.get(target).header("Origin", "http://elsewhere.example")).status())
			.isEqualTo(403);
		HttpAnswer preflight = second.exchange(HttpRequest.of("OPTIONS", target).header("Origin", "http://127.0.0.1"));
		assertThat(preflight.status()).isEqualTo(204);
		HttpAnswer tooLarge = second.exchange(HttpRequest.post(target, "x".repeat(1_000_001)));
		assertThat(tooLarge.status()).isEqualTo(413);
		first.close();
		second.close();
	}

	@Test
	void aNodeThatDiesTakesItsRequestsWithIt() {
		TestNode dying = node("dying");
		TestNode.introduce(this.nodes.get(0), dying);
		Wire first = Wire.to(dying.port());
		String sid = open(first);
		String target = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
		Wire wire = Wire.to(this.nodes.get(0).port());
		wire.exchange(HttpRequest.post(target, "40"));
		wire.exchange(HttpRequest.get(target));
		RawWebSocket socket = RawWebSocket.open(this.nodes.get(0).port(),
				"/socket.io/?EIO=4&transport=websocket&sid=" + open(first));
		assertThat(socket.send("2probe").text()).isEqualTo("3probe");
		CompletableFuture<HttpAnswer> poll = CompletableFuture
			.supplyAsync(() -> wire.exchange(HttpRequest.get(target)));
		dying.close();
		assertThat(poll.join().status()).isIn(200, 502);
		assertThat(socket.closesWithin(Duration.ofSeconds(5))).isTrue();
		Wire again = Wire.to(this.nodes.get(0).port());
		HttpAnswer refused = again.exchange(HttpRequest.get(target));
		assertThat(refused.status()).isEqualTo(502);
		assertThat(refused.header("Retry-After")).isEqualTo("1");
		assertThat(this.nodes.get(0).relayed().failures(ForwardFailure.UNREACHABLE)).isPositive();
		this.nodes.get(0).registry().putNode("dying", List.of());
		assertThat(again.exchange(HttpRequest.get(target)).status()).isEqualTo(400);
		first.close();
		wire.close();
		again.close();
	}

	@Test
	void aNodeThatIsGoneIsNotWaitedFor() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			RemoteWorker remote = new RemoteWorker("silent-1", "silent",
					new InetSocketAddress("127.0.0.1", silent.getLocalPort()), 1, 0, 0);
			TestNode entry = this.nodes.get(2);
			entry.registry().putNode("silent", List.of(new RoutingTable.Entry(remote, WorkerState.UP)));
			String sid = new SessionIds("silent-1").next().toString();
			Wire wire = Wire.to(entry.port());
			CompletableFuture<HttpAnswer> poll = CompletableFuture
				.supplyAsync(() -> wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling&sid=" + sid)));
			await().until(() -> entry.relayed().connections() > 0);
			assertThat(poll).isNotDone();
			entry.registry().putNode("silent", List.of());
			assertThat(poll.get(5, TimeUnit.SECONDS).status()).isEqualTo(502);
			wire.close();
		}
	}

	@Test
	void whoeverDoesNotProveItsMembershipIsRefusedAtTheInternalPort() throws IOException {
		TestNode node = this.nodes.get(0);
		LocalWorker worker = node.registry().localWorkers().get(0);
		long missing = node.refused().count(MemberRefusal.MISSING);
		Wire plain = Wire.to(worker.port());
		plain.send(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
		assertThat(plain.closesWithin(Duration.ofSeconds(5))).isTrue();
		assertThat(node.refused().count(MemberRefusal.MISSING)).isEqualTo(missing + 1);
		plain.close();
		try (TestNode stranger = TestNode.start("stranger", "the secret of another cluster", RoutingScope.NODE,
				TrustedProxies.NONE, RelayTests::listeners)) {
			stranger.registry().putNode("a", List.of(remote(worker)));
			String sid = new SessionIds(worker.id()).next().toString();
			Wire wire = Wire.to(stranger.port());
			assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling&sid=" + sid)).status())
				.isEqualTo(502);
			assertThat(node.refused().count(MemberRefusal.WRONG)).isPositive();
			wire.close();
		}
	}

	@Test
	void aRecordedConnectionCannotBePlayedAgain() throws IOException {
		TestNode node = this.nodes.get(0);
		LocalWorker worker = node.registry().localWorkers().get(0);
		byte[] recorded;
		try (ServerSocket recorder = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			TestNode entry = this.nodes.get(2);
			entry.registry()
				.putNode("a",
						List.of(new RoutingTable.Entry(
								new RemoteWorker(worker.id(), "a",
										new InetSocketAddress("127.0.0.1", recorder.getLocalPort()), 1, 0, 0),
								WorkerState.UP)));
			Wire wire = Wire.to(entry.port());
			String sid = new SessionIds(worker.id()).next().toString();
			wire.send(HttpRequest.get("/socket.io/?EIO=4&transport=polling&sid=" + sid));
			try (Socket socket = recorder.accept()) {
				recorded = socket.getInputStream().readNBytes(HEADER);
			}
			wire.close();
			entry.registry().putNode("a", List.of());
			TestNode.introduce(this.nodes.toArray(TestNode[]::new));
		}
		Wire first = Wire.to(worker.port())
			.send(recorded)
			.send(HttpRequest.get("/socket.io/?EIO=4&transport=polling&sid=nobody"));
		assertThat(first.answer().status()).isEqualTo(400);
		Wire second = Wire.to(worker.port()).send(recorded);
		assertThat(second.closesWithin(Duration.ofSeconds(5))).isTrue();
		assertThat(node.refused().count(MemberRefusal.REPLAYED)).isEqualTo(1);
		first.close();
		second.close();
	}

	private static RoutingTable.Entry remote(LocalWorker worker) {
		return new RoutingTable.Entry(new RemoteWorker(worker.id(), worker.node(),
				new InetSocketAddress("127.0.0.1", worker.port()), 1, 0, 0), WorkerState.UP);
	}

	@Test
	void requestsShareAConnectionToTheirNodeForAsLongAsItLasts() throws IOException {
		TestNode entry = this.nodes.get(2);
		HttpRequest request = HttpRequest
			.get("/socket.io/?EIO=4&transport=polling&sid=" + new SessionIds("counting-1").next());
		try (CountingWorker worker = new CountingWorker()) {
			entry.registry().putNode("counting", List.of(worker.entry("counting")));
			Wire wire = Wire.to(entry.port());
			for (int i = 0; i < 5; i++) {
				assertThat(wire.exchange(request).text()).isEqualTo("1");
			}
			int open = entry.relayed().connections();
			worker.closeConnections();
			await().until(() -> entry.relayed().connections() < open);
			assertThat(wire.exchange(request).text()).isEqualTo("2");
			assertThat(wire.exchange(request).text()).isEqualTo("2");
			wire.close();
		}
		finally {
			entry.registry().putNode("counting", List.of());
		}
	}

	@Test
	void aClientThatGoesAwayTakesItsPollWithIt() {
		Wire first = Wire.to(this.nodes.get(0).port());
		String sid = open(first);
		String target = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
		Wire wire = Wire.to(this.nodes.get(1).port());
		wire.exchange(HttpRequest.post(target, "40"));
		wire.exchange(HttpRequest.get(target));
		int sessions = this.nodes.get(0).sessions();
		wire.send(HttpRequest.get(target));
		assertThat(wire.silentFor(Duration.ofMillis(200))).isTrue();
		wire.close();
		await().until(() -> this.nodes.get(0).sessions() == sessions - 1);
		first.close();
	}

	private static String expected(String client) {
		return client.equals("2001:db8::1") ? "2001:db8:0:0:0:0:0:1" : client;
	}

	private static HttpAnswer exchange(Wire wire, HttpRequest request, String client) {
		return wire.exchange(request.header("X-Forwarded-For", client));
	}

	private static String open(Wire wire) {
		return Open.parse(packets(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")))).sid();
	}

	private static String open(Wire wire, String client) {
		return Open.parse(packets(exchange(wire, HttpRequest.get("/socket.io/?EIO=4&transport=polling"), client)))
			.sid();
	}

	private static String packets(HttpAnswer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		List<String> packets = List.of(answer.text().split("\u001e"));
		return packets.get(0);
	}

}
