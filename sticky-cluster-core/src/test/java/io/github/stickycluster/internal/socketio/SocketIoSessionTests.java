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

package io.github.stickycluster.internal.socketio;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.nettysocketio.ReasonedDisconnectListener;
import io.github.stickycluster.testsupport.Footprint;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link SocketIoSession} and {@link SocketIoSocket}.
 */
class SocketIoSessionTests {

	private final TestWorker worker = new TestWorker();

	private final List<String> heard = new ArrayList<>();

	@Nested
	class Connect {

		private final TestWorker worker = SocketIoSessionTests.this.worker;

		private final List<String> heard = SocketIoSessionTests.this.heard;

		@Test
		void nobodyIsConnectedBeforeItsConnect() {
			this.worker.namespace().addConnectListener((client) -> this.heard.add("connect"));
			TestSession session = this.worker.open();
			assertThat(session.sent).isEmpty();
			assertThat(session.session().isUsed()).isFalse();
			assertThat(this.worker.namespace().getAllClients()).isEmpty();
			session.text("0");
			assertThat(session.session().isUsed()).isTrue();
			assertThat(this.heard).containsExactly("connect");
			assertThat(session.sent).containsExactly("40{\"sid\":\"" + session.socket().getSessionId() + "\"}");
			assertThat(this.worker.namespace().getAllClients()).containsExactly(session.socket());
			assertThat(this.worker.observer.lines).containsExactly("connected /");
		}

		@Test
		void clientOfProtocolFourIsConnectedAtOpen() {
			this.worker.hub.create("/admin");
			TestSession session = this.worker.open(EngineIoVersion.V3);
			assertThat(session.sent).containsExactly("40");
			session.text("0/admin,");
			assertThat(session.sent).containsExactly("40", "40/admin,");
			assertThat(session.session().isUsed()).isTrue();
		}

		@Test
		void clientOfACustomNamespaceIsInNoOther() {
			this.worker.hub.create("/admin");
			TestSession session = this.worker.open().text("0/admin,");
			assertThat(session.sent)
				.containsExactly("40/admin,{\"sid\":\"" + session.socket("/admin").getSessionId() + "\"}");
			assertThat(this.worker.namespace().getAllClients()).isEmpty();
			assertThat(session.session().sockets()).extracting(SocketIoSocket::namespace)
				.containsExactlyElementsOf(this.worker.hub.find("/admin"));
		}

		@Test
		void eachNamespaceHasASocketIdOfItsOwn() {
			this.worker.hub.create("/admin");
			TestSession session = this.worker.open().text("0").text("0/admin");
			assertThat(Set.of(session.id(), session.socket().getSessionId(), session.socket("/admin").getSessionId()))
				.hasSize(3);
			assertThat(this.worker.namespace().getClient(session.socket().getSessionId())).isSameAs(session.socket());
		}

		@Test
		void unknownNamespaceIsRefusedAndTheSessionLives() {
			TestSession session = this.worker.open().text("0/random,").text("0");
			assertThat(session.sent.get(0)).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
			assertThat(session.sent.get(1)).startsWith("40{\"sid\"");
			assertThat(this.worker.observer.lines).containsExactly("unknown", "connected /");
			assertThat(this.worker.open(EngineIoVersion.V3).text("0/random").sent).containsExactly("40",
					"44/random,\"Invalid namespace\"");
		}

		@Test
		void anAuthPayloadThatTheMapperDoesNotReadIsRefused() {
			SocketIoJson picky = SocketIoJson.using(JsonMapper.builder()
				.addModule(new SimpleModule().addDeserializer(Object.class,
						new PacketDecoderTests.JacksonThrower.Deserializer<>()))
				.build());
			TestWorker worker = new TestWorker(picky, (configuration) -> {
			});
			TestSession session = worker.open().text("0{\"token\":1}").text("0");
			assertThat(session.sent).hasSize(2).first().isEqualTo("44{\"message\":\"Invalid auth payload\"}");
			assertThat(session.closed).isNull();
			assertThat(worker.observer.lines).containsExactly("refused /", "connected /");
		}

		@ParameterizedTest
		@EnumSource(names = { "V4", "V3" })
		void authPayloadIsKeptAsItCame(EngineIoVersion version) {
			this.worker.hub.create("/admin");
			boolean query = version == EngineIoVersion.V3;
			String packet = query ? "0/admin?a=1" + queryOf(900) : "0/admin,{\"a\":[" + "{},".repeat(5_000) + "{}]}";
			List<TestSession> sessions = new ArrayList<>();
			Footprint kept = Footprint.of(() -> {
				for (int i = 0; i < 100; i++) {
					sessions.add(this.worker.open(version).text(packet));
				}
			});
			assertThat(kept.heap() / 100).isLessThan(40_000);
			Map<?, ?> auth = (Map<?, ?>) sessions.get(0).socket("/admin").getHandshakeData().getAuthToken();
			assertThat(auth.size()).isEqualTo(query ? 900 : 1);
			assertThat(auth.containsKey("a")).isTrue();
			assertThat(sessions.get(0).kept).isBetween(packet.length() - 20, packet.length());
			sessions.get(0).text("1/admin,");
			assertThat(sessions.get(0).kept).isZero();
		}

		private static String queryOf(int parameters) {
			return IntStream.range(0, parameters)
				.mapToObj(Integer::toHexString)
				.map("&"::concat)
				.collect(Collectors.joining());
		}

		@ParameterizedTest
		@ValueSource(strings = { "0", "0/,", "0{\"a\":1}" })
		void secondConnectClosesTheSession(String packet) {
			TestSession session = this.worker.connected().text(packet);
			assertThat(session.closed).isEqualTo(CloseReason.PARSE_ERROR);
			assertThat(this.worker.observer.lines).contains("packet refused out-of-place");
		}

		@ParameterizedTest
		@ValueSource(strings = { "2[\"e\"]", "31[]", "1", "2/admin,[\"e\"]" })
		void packetBeforeConnectClosesTheSession(String packet) {
			TestSession session = this.worker.open().text(packet);
			assertThat(session.closed).isEqualTo(CloseReason.PARSE_ERROR);
		}

		@Test
		void nothingIsHeardAfterAMalformedPacket() {
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> this.heard.add(data));
			this.worker.namespace().addDisconnectListener((client) -> this.heard.add("disconnect"));
			TestSession session = this.worker.connected().text("abc").text("2[\"e\",\"late\"]").binary(1);
			assertThat(session.closed).isEqualTo(CloseReason.PARSE_ERROR);
			assertThat(this.heard).containsExactly("disconnect");
			assertThat(this.worker.observer.lines).containsExactly("connected /", "packet refused type",
					"disconnected /");
		}

		@Test
		void handshakeIsCompleteAndEachSocketHasItsOwnAuth() {
			this.worker.hub.create("/admin");
			TestSession session = this.worker.open().text("0{\"token\":\"a\"}").text("0/admin,{\"token\":\"b\"}");
			assertThat(session.socket().getHandshakeData().getAuthToken()).isEqualTo(Map.of("token", "a"));
			assertThat(session.socket("/admin").getHandshakeData().getAuthToken()).isEqualTo(Map.of("token", "b"));
			assertThat(session.socket().getHandshakeData()).satisfies((handshake) -> {
				assertThat(handshake.getHttpHeaders().get("x-test")).isEqualTo("1");
				assertThat(handshake.getSingleUrlParam("EIO")).isEqualTo("4");
				assertThat(handshake.getAddress().getPort()).isEqualTo(4321);
				assertThat(handshake.getUrl()).isEqualTo("/socket.io/?EIO=4");
				assertThat(handshake.getTime()).isEqualTo(Date.from(session.handshake().time()));
			});
			assertThat(session.socket().getRemoteAddress()).isEqualTo(session.handshake().address());
		}

	}

	@Nested
	class Auth {

		private final TestWorker worker = SocketIoSessionTests.this.worker;

		private final List<Object> seen = new ArrayList<>();

		@Test
		void listenerIsAskedWithAndWithoutAPayload() {
			this.worker.namespace().addAuthTokenListener((auth, client) -> {
				this.seen.add(auth);
				this.seen.add(client.getHandshakeData().getAuthToken());
				return AuthTokenResult.AuthTokenResultSuccess;
			});
			this.worker.open().text("0");
			this.worker.open().text("0{\"token\":1}");
			this.worker.open(EngineIoVersion.V3);
			assertThat(this.seen).containsExactly(Map.of(), Map.of(), Map.of("token", 1), Map.of("token", 1), Map.of(),
					Map.of());
		}

		@Test
		void refusedClientIsNowhere() {
			this.worker.namespace().addAuthTokenListener((auth, client) -> {
				client.joinRoom("secret");
				client.joinRooms(Set.of("more", "rooms"));
				client.sendEvent("early");
				client.disconnect();
				return new AuthTokenResult(false, "Go away");
			});
			this.worker.namespace().addConnectListener((client) -> this.seen.add("connect"));
			this.worker.namespace().addDisconnectListener((client) -> this.seen.add("disconnect"));
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> this.seen.add(data));
			TestSession session = this.worker.open().text("0{\"token\":\"x\"}");
			assertThat(session.sent).containsExactly("44{\"message\":\"Go away\"}");
			assertThat(session.session().isUsed()).isFalse();
			assertThat(this.worker.namespace().getAllClients()).isEmpty();
			assertThat(this.worker.rooms()).isEmpty();
			this.worker.namespace().getBroadcastOperations().sendEvent("b");
			assertThat(session.text("2[\"e\",\"a\"]").closed).isEqualTo(CloseReason.PARSE_ERROR);
			assertThat(session.sent).hasSize(1);
			assertThat(this.seen).isEmpty();
			assertThat(this.worker.observer.lines).startsWith("refused /").doesNotContain("disconnected /");
		}

		@Test
		void refusalsForm() {
			assertThat(refusal(null)).isEqualTo("44{\"message\":\"Not authorized\"}");
			assertThat(refusal(Map.of("code", 7)))
				.isEqualTo("44{\"message\":\"Not authorized\",\"data\":{\"code\":7}}");
			assertThat(refusal(Map.of("message", "No", "data", List.of(1))))
				.isEqualTo("44{\"message\":\"No\",\"data\":[1]}");
		}

		private String refusal(@Nullable Object errorData) {
			TestWorker other = new TestWorker();
			other.namespace().addAuthTokenListener((auth, client) -> new AuthTokenResult(false, errorData));
			return other.open().text("0").sent.get(0);
		}

		@Test
		void refusalOfProtocolFour() {
			this.worker.namespace().addAuthTokenListener((auth, client) -> new AuthTokenResult(false, "No"));
			assertThat(this.worker.open(EngineIoVersion.V3).sent).containsExactly("44\"No\"");
		}

		@Test
		void clientMayTryAgain() {
			this.worker.namespace()
				.addAuthTokenListener(
						(auth, client) -> new AuthTokenResult(auth.equals(Map.of("token", "right")), "No"));
			TestSession session = this.worker.open().text("0{\"token\":\"wrong\"}").text("0{\"token\":\"right\"}");
			assertThat(session.sent).hasSize(2);
			assertThat(session.sent.get(1)).startsWith("40{");
		}

		@Test
		void failingListenerRefuses() {
			IllegalStateException failure = new IllegalStateException("broken");
			this.worker.namespace().addAuthTokenListener((auth, client) -> {
				throw failure;
			});
			TestSession session = this.worker.open().text("0");
			assertThat(session.sent).containsExactly("44{\"message\":\"Internal error\"}");
			assertThat(this.worker.exceptions.exceptions).containsExactly(failure);
		}

	}

	@Nested
	class Events {

		private final TestWorker worker = SocketIoSessionTests.this.worker;

		private final List<String> heard = SocketIoSessionTests.this.heard;

		@Test
		void eventsComeInOrder() {
			this.worker.namespace()
				.addEventListener("e", Integer.class, (client, data, ack) -> this.heard.add("" + data));
			TestSession session = this.worker.connected();
			for (int i = 0; i < 100; i++) {
				session.text("2[\"e\"," + i + "]");
			}
			assertThat(this.heard).hasSize(100).startsWith("0", "1", "2").endsWith("99");
		}

		@Test
		void argumentsOfSeveralTypes() {
			this.worker.namespace()
				.addMultiTypeEventListener("e",
						(client, data, ack) -> this.heard.add(data.size() + " " + data.get(0) + " " + data.get(1)),
						String.class, Integer.class);
			this.worker.connected().text("2[\"e\",\"a\",2]").text("2[\"e\",\"a\"]").text("2[\"e\",\"a\",2,3]");
			assertThat(this.heard).containsExactly("2 a 2", "1 a null", "2 a 2");
		}

		@Test
		void missingArgumentIsNull() {
			this.worker.namespace()
				.addEventListener("e", String.class, (client, data, ack) -> this.heard.add("" + data));
			this.worker.connected().text("2[\"e\"]").text("2[\"e\",null]");
			assertThat(this.heard).containsExactly("null", "null");
		}

		@Test
		void binaryBothWays() {
			this.worker.namespace()
				.addEventListener("e", byte[].class, (client, data, ack) -> client.sendEvent("back", "x", data));
			TestSession session = this.worker.connected()
				.text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]")
				.binary(1, 2, 3);
			assertThat(session.sent).containsExactly("451-[\"back\",\"x\",{\"_placeholder\":true,\"num\":0}]");
			assertThat(session.attachments).containsExactly(new byte[] { 1, 2, 3 });
		}

		@Test
		void eventWithoutListenerIsIgnored() {
			TestSession session = this.worker.connected().text("21[\"nobody\",1]");
			assertThat(session.sent).isEmpty();
			assertThat(session.closed).isNull();
			assertThat(this.worker.observer.lines).containsExactly("connected /", "ignored /");
		}

		@Test
		void payloadThatDoesNotFitIsNotHeardAndTheSessionLives() {
			this.worker.namespace()
				.addEventListener("e", Integer.class, (client, data, ack) -> this.heard.add("" + data));
			TestSession session = this.worker.connected().text("25[\"e\",\"text\"]").text("26[\"e\",6]");
			assertThat(this.heard).containsExactly("6");
			assertThat(session.sent).containsExactly("436[]");
			assertThat(session.closed).isNull();
			assertThat(this.worker.observer.lines).containsExactly("connected /", "event / e", "mismatched / e",
					"event / e");
			assertThat(this.worker.exceptions.exceptions).isEmpty();
		}

		@Test
		void payloadThatDoesNotFitIsAcknowledgedOnlyInAutoMode() {
			assertThat(misfit(AckMode.AUTO)).containsExactly("435[]");
			assertThat(misfit(AckMode.AUTO_SUCCESS_ONLY)).isEmpty();
			assertThat(misfit(AckMode.MANUAL)).isEmpty();
		}

		private List<String> misfit(AckMode mode) {
			TestWorker other = new TestWorker(SocketIoJson.using(JsonMapper.builder().build()),
					(configuration) -> configuration.setAckMode(mode));
			other.namespace().addEventListener("e", Integer.class, (client, data, ack) -> {
			});
			return other.connected().text("25[\"e\",\"text\"]").sent;
		}

		@Test
		void acknowledgement() {
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> {
				assertThat(ack.isAckRequested()).isEqualTo(data.equals("asked"));
				ack.sendAckData("got", data, new byte[] { 7 });
				ack.sendAckData("twice");
			});
			TestSession session = this.worker.connected().text("2[\"e\",\"unasked\"]").text("20[\"e\",\"asked\"]");
			assertThat(session.sent).containsExactly("461-0[\"got\",\"asked\",{\"_placeholder\":true,\"num\":0}]");
			assertThat(session.attachments).containsExactly(new byte[] { 7 });
		}

		@Test
		void acknowledgementInANamespaceAndLater() {
			CompletableFuture<Runnable> answer = new CompletableFuture<>();
			TestWorker manual = new TestWorker(SocketIoJson.using(JsonMapper.builder().build()),
					(configuration) -> configuration.setAckMode(AckMode.MANUAL));
			manual.hub.create("/a")
				.addEventListener("e", String.class,
						(client, data, ack) -> answer.complete(() -> ack.sendAckData(List.of("late"))));
			TestSession session = manual.open().text("0/a").text("2/a,9007199254740991[\"e\"]");
			answer.join().run();
			assertThat(session.sent.get(1)).isEqualTo("43/a,9007199254740991[\"late\"]");
		}

		@Test
		void exceptionOfAListenerIsReportedOnceAndTheSessionLives() {
			RuntimeException failure = new IllegalStateException("broken");
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> {
				throw failure;
			});
			TestSession session = this.worker.connected().text("21[\"e\"]").text("2[\"nobody\"]");
			assertThat(this.worker.exceptions.exceptions).containsExactly(failure);
			assertThat(session.closed).isNull();
			assertThat(session.sent).isEmpty();
		}

		@Test
		void errorOfAListenerIsReportedOnceAndTheSessionLives() {
			AssertionError failure = new AssertionError("broken");
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> {
				throw failure;
			});
			TestSession session = this.worker.connected().text("2[\"e\"]");
			assertThat(this.worker.exceptions.exceptions).singleElement()
				.satisfies((reported) -> assertThat(reported).hasCause(failure));
			assertThat(session.closed).isNull();
		}

		@Test
		void failuresOfConnectAndDisconnectListenersAreReported() {
			RuntimeException connect = new IllegalStateException("connect");
			RuntimeException disconnect = new IllegalStateException("disconnect");
			this.worker.namespace().addConnectListener((client) -> {
				throw connect;
			});
			this.worker.namespace().addDisconnectListener((client) -> {
				throw disconnect;
			});
			this.worker.connected().text("1");
			assertThat(this.worker.exceptions.exceptions).containsExactly(connect, disconnect);
		}

		@Test
		void listenerAddedLaterIsHeard() {
			TestSession session = this.worker.connected().text("2[\"e\",\"early\"]");
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> this.heard.add(data));
			session.text("2[\"e\",\"late\"]");
			this.worker.namespace().removeAllListeners("e");
			session.text("2[\"e\",\"removed\"]");
			assertThat(this.heard).containsExactly("late");
		}

	}

	@Nested
	class Leaving {

		private final TestWorker worker = SocketIoSessionTests.this.worker;

		private final List<String> heard = SocketIoSessionTests.this.heard;

		@Test
		void clientLeavesOneNamespaceAndStaysInTheOther() {
			this.worker.hub.create("/a").addDisconnectListener((client) -> this.heard.add("left /a"));
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> this.heard.add(data));
			TestSession session = this.worker.connected().text("0/a").text("1/a,").text("2[\"e\",\"still here\"]");
			assertThat(this.heard).containsExactly("left /a", "still here");
			assertThat(session.session().isUsed()).isTrue();
			assertThat(session.closed).isNull();
			assertThat(this.worker.hub.get("/a").getAllClients()).isEmpty();
			assertThat(session.text("0/a").closed).isNull();
		}

		@Test
		void sessionStaysOpenWithoutNamespace() {
			TestSession session = this.worker.connected().text("1");
			assertThat(session.closed).isNull();
			assertThat(session.session().isUsed()).isFalse();
			assertThat(session.text("0").session().isUsed()).isTrue();
			assertThat(this.worker.observer.lines).containsExactly("connected /", "disconnected /", "connected /");
		}

		@Test
		void clientThatLeftAndGoesOnIsClosed() {
			assertThat(this.worker.connected().text("1").text("2[\"e\"]").closed).isEqualTo(CloseReason.PARSE_ERROR);
		}

		@Test
		void serverTakesAClientOut() {
			this.worker.namespace().addDisconnectListener((client) -> this.heard.add("left"));
			this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> this.heard.add(data));
			TestSession session = this.worker.connected();
			SocketIOClient client = session.socket();
			client.joinRoom("room");
			client.disconnect();
			client.disconnect();
			client.sendEvent("late");
			client.joinRoom("another");
			assertThat(session.sent).containsExactly("41");
			assertThat(this.heard).containsExactly("left");
			assertThat(this.worker.rooms()).isEmpty();
			assertThat(session.text("2[\"e\",\"on its way\"]").text("31[]").text("1").closed).isNull();
			assertThat(this.heard).containsExactly("left");
			session.text("0").text("2[\"e\",\"back\"]");
			assertThat(this.heard).containsExactly("left", "back");
		}

		@ParameterizedTest
		@EnumSource(CloseReason.class)
		void aDisconnectListenerReceivesTheReasonAndMayAskForTheRooms(CloseReason reason) {
			ReasonedDisconnectListener listener = (client, why) -> this.heard
				.add(why + " " + client.getAllRooms() + " " + why.standard());
			this.worker.namespace().addDisconnectListener(listener);
			TestSession session = this.worker.connected();
			SocketIOClient left = session.socket();
			left.joinRoom("room");
			session.session().onClose(reason);
			assertThat(this.heard).singleElement().asString().startsWith(text(reason) + " [room] ");
			assertThat(this.heard.get(0).substring(this.heard.get(0).indexOf(']') + 2)).isIn("transport close",
					"transport error", "ping timeout", "parse error", "forced server close", "server shutting down");
			assertThat(this.worker.rooms()).isEmpty();
			assertThat(left.getAllRooms()).isEmpty();
		}

		// Whose sockets are in no namespace.
		private static String text(CloseReason reason) {
			return (reason == CloseReason.CONNECT_TIMEOUT) ? "forced server close" : reason.text();
		}

		@Test
		void disconnectFromAnotherThread() throws InterruptedException {
			this.worker.namespace().addDisconnectListener((client) -> this.heard.add("left"));
			TestSession session = this.worker.connected();
			Thread thread = new Thread(session.socket()::disconnect);
			thread.start();
			thread.join();
			Awaitility.await().untilAsserted(() -> {
				session.channel.runPendingTasks();
				assertThat(this.heard).containsExactly("left");
			});
			assertThat(session.sent).containsExactly("41");
		}

		@RepeatedTest(200)
		void roomsJoinedWhileTheClientLeavesAreLeft() throws InterruptedException {
			TestSession session = this.worker.connected();
			SocketIOClient client = session.socket();
			Thread thread = new Thread(() -> {
				for (int i = 0; i < 20; i++) {
					client.joinRoom("room" + i);
				}
			});
			thread.start();
			session.session().onClose(CloseReason.TRANSPORT_CLOSE);
			thread.join();
			assertThat(this.worker.rooms()).isEmpty();
			assertThat(client.getAllRooms()).isEmpty();
		}

		@Test
		void listenerMayDisconnectItsClient() {
			this.worker.namespace().addConnectListener(SocketIOClient::disconnect);
			this.worker.namespace().addDisconnectListener((client) -> this.heard.add("left"));
			TestSession session = this.worker.connected();
			assertThat(this.heard).containsExactly("left");
			assertThat(session.session().isUsed()).isFalse();
			assertThat(this.worker.namespace().getAllClients()).isEmpty();
		}

		@Test
		void endOfTheSessionLeavesAllNamespacesOnce() {
			this.worker.hub.create("/a").addDisconnectListener((client) -> this.heard.add("left /a"));
			this.worker.namespace().addDisconnectListener((client) -> this.heard.add("left /"));
			TestSession session = this.worker.connected().text("0/a");
			SocketIOClient client = session.socket();
			session.session().onClose(CloseReason.PING_TIMEOUT);
			client.disconnect();
			assertThat(this.heard).containsExactlyInAnyOrder("left /", "left /a");
			assertThat(client.isWritable()).isFalse();
			session.sent.clear();
			client.sendEvent("late");
			session.text("0").text("2[\"e\"]");
			assertThat(session.sent).isEmpty();
		}

		@Test
		void serverClosesTheSession() {
			this.worker.hub.create("/a");
			TestSession session = this.worker.connected().text("0/a");
			session.sent.clear();
			session.session().disconnect();
			assertThat(session.sent).containsExactlyInAnyOrder("41", "41/a,");
			assertThat(session.closed).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
			assertThat(this.worker.observer.lines).contains("disconnected /", "disconnected /a");
		}

		@Test
		void halfReceivedBinaryIsDropped() {
			this.worker.namespace().addEventListener("e", byte[].class, (client, data, ack) -> this.heard.add("heard"));
			TestSession session = this.worker.connected()
				.text("52-[\"e\",{\"_placeholder\":true,\"num\":0}]")
				.binary(1);
			session.session().onClose(CloseReason.TRANSPORT_CLOSE);
			session.binary(2);
			assertThat(this.heard).isEmpty();
		}

		@Test
		void removedNamespaceTakesItsClientsOut() {
			this.worker.hub.create("/a");
			TestSession session = this.worker.open().text("0/a");
			this.worker.hub.remove("/a");
			assertThat(session.sent).endsWith("41/a,");
			assertThat(session.text("0/a").sent).endsWith("44/a,{\"message\":\"Invalid namespace\"}");
		}

	}

	@Nested
	class Sending {

		private final TestWorker worker = SocketIoSessionTests.this.worker;

		@Test
		void broadcastToARoomExceptOne() {
			TestSession one = this.worker.connected();
			TestSession two = this.worker.connected();
			TestSession three = this.worker.connected();
			one.socket().joinRoom("room");
			two.socket().joinRooms(Set.of("room", "other"));
			this.worker.namespace().getRoomOperations("room").sendEvent("e", "to all");
			this.worker.namespace().getRoomOperations("room").sendEvent("e", one.socket(), "to two");
			two.socket().leaveRoom("room");
			this.worker.namespace().getRoomOperations("room").sendEvent("e", "to one");
			this.worker.namespace().getBroadcastOperations().sendEvent("e", new byte[] { 1 });
			String binary = "451-[\"e\",{\"_placeholder\":true,\"num\":0}]";
			assertThat(one.sent).containsExactly("42[\"e\",\"to all\"]", "42[\"e\",\"to one\"]", binary);
			assertThat(two.sent).containsExactly("42[\"e\",\"to all\"]", "42[\"e\",\"to two\"]", binary);
			assertThat(three.sent).containsExactly(binary);
			assertThat(two.attachments).containsExactly(new byte[] { 1 });
			assertThat(two.socket().getAllRooms()).contains(two.socket().getSessionId().toString(), "other")
				.doesNotContain("room");
		}

		@Test
		void packetsAreTheNamespacesOwn() {
			this.worker.hub.create("/a");
			TestSession session = this.worker.open().text("0/a");
			session.sent.clear();
			Packet packet = new Packet(PacketType.MESSAGE);
			packet.setSubType(PacketType.EVENT);
			packet.setName("e");
			packet.setData(List.of(1));
			session.socket("/a").send(packet);
			packet.setSubType(PacketType.CONNECT);
			session.socket("/a").send(packet);
			packet.setSubType(PacketType.DISCONNECT);
			session.socket("/a").send(packet);
			assertThat(session.sent).containsExactly("42/a,[\"e\",1]", "41/a,");
		}

		@Test
		void broadcastsOfManyThreadsArriveWholeAndInOrder() throws InterruptedException {
			List<TestSession> sessions = IntStream.range(0, 20).mapToObj((i) -> this.worker.connected()).toList();
			List<Thread> threads = IntStream.range(0, 4).mapToObj((thread) -> new Thread(() -> {
				for (int i = 0; i < 200; i++) {
					this.worker.namespace()
						.getBroadcastOperations()
						.sendEvent("t" + thread, i, new byte[] { (byte) i });
				}
			})).toList();
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(sessions).allSatisfy((session) -> {
				assertThat(session.sent).hasSize(800);
				for (int thread = 0; thread < 4; thread++) {
					String head = "451-[\"t" + thread + "\",";
					assertThat(session.sent.stream().filter((sent) -> sent.startsWith(head)))
						.containsExactlyElementsOf(IntStream.range(0, 200)
							.mapToObj((i) -> head + i + ",{\"_placeholder\":true,\"num\":0}]")
							.toList());
				}
			});
		}

		@Test
		@SuppressWarnings("deprecation")
		void pingAndPongListenersAreTold() {
			List<String> told = new ArrayList<>();
			this.worker.namespace().addPingListener((client) -> told.add("ping " + client.getSessionId()));
			this.worker.namespace().addPongListener((client) -> told.add("pong " + client.getSessionId()));
			TestSession session = this.worker.connected();
			session.session().onPing();
			session.session().onPong();
			assertThat(told).containsExactly("ping " + session.socket().getSessionId(),
					"pong " + session.socket().getSessionId());
		}

		@Test
		void eventThatCannotBeWrittenReachesTheCaller() {
			TestSession session = this.worker.connected();
			assertThatThrownBy(() -> session.socket().sendEvent("e", new PacketEncoderTests.Unwritable()))
				.hasStackTraceContaining("not today");
			assertThat(session.sent).isEmpty();
			assertThat(session.closed).isNull();
		}

		@Test
		void dataOfTheClientIsKept() {
			SocketIOClient client = this.worker.connected().socket();
			client.set("k", 1);
			assertThat(client.<Integer>get("k")).isOne();
			assertThat(client.has("k")).isTrue();
			client.del("k");
			assertThat(client.has("k")).isFalse();
		}

	}

}
