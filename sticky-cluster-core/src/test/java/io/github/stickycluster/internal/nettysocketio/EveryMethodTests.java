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

package io.github.stickycluster.internal.nettysocketio;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.VoidAckCallback;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnDisconnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import com.corundumstudio.socketio.listener.ClientListeners;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.github.stickycluster.internal.worker.IgnoredSettingException;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Every method of netty-socketio's that applications can call, found by reflection: each
 * is called on a worker with a client, and does what it says.
 */
class EveryMethodTests {

	/**
	 * The worker's life is not the application's to end; how it starts is its own test.
	 */
	private static final Set<String> LIFE = Set.of("start()", "startAsync()", "stop()");

	private static final Predicate<SocketIOClient> NOBODY = (client) -> false;

	private final Map<String, Check> checks = new LinkedHashMap<>();

	private final List<String> heard = new CopyOnWriteArrayList<>();

	private TestServer worker;

	private SocketIOServer server;

	private Link link;

	private SocketIOClient client;

	@BeforeEach
	void connect() {
		this.worker = TestServer.start((server) -> {
		});
		this.server = this.worker.server();
		this.link = Kind.WEBSOCKET.connect(this.worker.port());
		await().until(() -> this.server.getAllClients().size() == 1);
		this.client = this.server.getAllClients().iterator().next();
	}

	@AfterEach
	void stop() {
		this.link.close();
		this.worker.close();
	}

	@Test
	void callsEveryMethodOfAClient() throws Exception {
		UUID id = this.client.getSessionId();
		check("getSessionId()", () -> assertThat(this.server.getClient(id)).isSameAs(this.client));
		check("getHandshakeData()",
				() -> assertThat(this.client.getHandshakeData().getSingleUrlParam("EIO")).isEqualTo("4"));
		check("getTransport()", () -> assertThat(this.client.getTransport().getValue()).isEqualTo("websocket"));
		check("getEngineIOVersion()", () -> assertThat(this.client.getEngineIOVersion().getValue()).isEqualTo("4"));
		check("isWritable()", () -> assertThat(this.client.isWritable()).isTrue());
		check("isChannelOpen()", () -> assertThat(this.client.isChannelOpen()).isTrue());
		check("getNamespace()", () -> assertThat(this.client.getNamespace()).isSameAs(this.server.getNamespace("")));
		check("getRemoteAddress()", () -> assertThat(this.client.getRemoteAddress())
			.isEqualTo(this.client.getHandshakeData().getAddress()));
		check("sendEvent(String,Object[])", () -> sends("42[\"e\",1]", () -> this.client.sendEvent("e", 1)));
		check("sendEvent(String,AckCallback,Object[])",
				() -> asks("[\"e\",1]", () -> this.client.sendEvent("e", acked("event"), 1)));
		check("send(Packet)", () -> sends("42[\"p\",2]", () -> this.client.send(packet())));
		check("send(Packet,AckCallback)", () -> asks("[\"p\",2]", () -> this.client.send(packet(), acked("packet"))));
		check("joinRoom(String)", () -> this.client.joinRoom("a"));
		check("joinRooms(Set)", () -> this.client.joinRooms(Set.of("b", "c", "d")));
		check("getCurrentRoomSize(String)", () -> assertThat(this.client.getCurrentRoomSize("a")).isOne());
		check("leaveRoom(String)", () -> this.client.leaveRoom("a"));
		check("leaveRooms(Set)", () -> this.client.leaveRooms(Set.of("b", "c")));
		check("getAllRooms()",
				() -> assertThat(this.client.getAllRooms()).containsExactlyInAnyOrder("d", id.toString()));
		check("set(String,Object)", () -> this.client.set("key", "value"));
		check("get(String)", () -> assertThat(this.client.<String>get("key")).isEqualTo("value"));
		check("has(String)", () -> assertThat(this.client.has("key")).isTrue());
		check("del(String)", () -> this.client.del("key"));
		check("disconnect()", () -> {
			assertThat(this.client.has("key")).isFalse();
			sends("41", this.client::disconnect);
		});
		callAll(SocketIOClient.class);
	}

	@Test
	void callsEveryMethodOfANamespace() throws Exception {
		SocketIONamespace namespace = this.server.addNamespace("/n");
		check("getName()", () -> assertThat(namespace.getName()).isEqualTo("/n"));
		check("addAuthTokenListener(AuthTokenListener)", () -> namespace.addAuthTokenListener((auth, client) -> {
			this.heard.add("auth " + auth);
			return AuthTokenResult.AuthTokenResultSuccess;
		}));
		checkListeners(namespace, "/n,");
		check("getAllClients()", () -> assertThat(namespace.getAllClients()).hasSize(1));
		check("getClient(UUID)", () -> {
			SocketIOClient only = namespace.getAllClients().iterator().next();
			assertThat(namespace.getClient(only.getSessionId())).isSameAs(only);
			only.joinRoom("r");
		});
		check("getBroadcastOperations()", () -> assertThat(namespace.getBroadcastOperations().getClients()).hasSize(1));
		check("getRoomOperations(String)", () -> assertThat(namespace.getRoomOperations("r").getClients()).hasSize(1));
		check("getRoomOperations(String[])",
				() -> assertThat(namespace.getRoomOperations("r", "s").getClients()).hasSize(1));
		check("removeAllListeners(String)", () -> namespace.removeAllListeners("one"));
		callAll(SocketIONamespace.class);
		assertThat(this.heard).contains("auth {token=x}");
	}

	@Test
	void callsEveryMethodOfAServer() throws Exception {
		check("getConfiguration()", () -> assertThat(this.server.getConfiguration().getPort()).isZero());
		check("setPipelineFactory(SocketIOChannelInitializer)",
				() -> assertThatExceptionOfType(IgnoredSettingException.class)
					.isThrownBy(() -> this.server.setPipelineFactory(null)));
		check("addNamespace(String)", () -> assertThat(this.server.addNamespace("/n").getName()).isEqualTo("/n"));
		check("getNamespace(String)", () -> assertThat(this.server.getNamespace("/n")).isNotNull());
		check("getAllNamespaces()", () -> assertThat(this.server.getAllNamespaces()).hasSize(2));
		check("removeNamespace(String)", () -> {
			this.server.removeNamespace("/n");
			assertThat(this.server.getNamespace("/n")).isNull();
		});
		check("getAllClients()", () -> assertThat(this.server.getAllClients()).containsExactly(this.client));
		check("getClient(UUID)",
				() -> assertThat(this.server.getClient(this.client.getSessionId())).isSameAs(this.client));
		checkListeners(this.server, "");
		check("getBroadcastOperations()",
				() -> assertThat(this.server.getBroadcastOperations().getClients()).contains(this.client));
		check("getRoomOperations(String[])", () -> {
			this.client.joinRoom("r");
			assertThat(this.server.getRoomOperations("r", "s").getClients()).containsExactly(this.client);
		});
		check("removeAllListeners(String)", () -> this.server.removeAllListeners("one"));
		LIFE.forEach((method) -> check(method, () -> {
		}));
		callAll(SocketIOServer.class);
	}

	@Test
	void callsEveryMethodOfARoomsOperations() throws Exception {
		this.client.joinRoom("r");
		BroadcastOperations room = this.client.getNamespace().getRoomOperations("r");
		SocketIOClient nobody = other();
		check("getClients()", () -> assertThat(room.getClients()).containsExactly(this.client));
		check("send(Packet)", () -> sends("42[\"p\",2]", () -> room.send(packet())));
		check("sendEvent(String,Object[])", () -> sends("42[\"e\",1]", () -> room.sendEvent("e", 1)));
		check("sendEvent(String,SocketIOClient,Object[])",
				() -> sends("42[\"e\",3]", () -> room.sendEvent("e", nobody, 3)));
		check("sendEvent(String,Predicate,Object[])", () -> sends("42[\"e\",4]", () -> room.sendEvent("e", NOBODY, 4)));
		check("send(Packet,BroadcastAckCallback)", () -> asks("[\"p\",2]", () -> room.send(packet(), all("packet"))));
		check("sendEvent(String,Object,BroadcastAckCallback)",
				() -> asks("[\"e\",5]", () -> room.sendEvent("e", 5, all("event"))));
		check("sendEvent(String,Object,SocketIOClient,BroadcastAckCallback)",
				() -> asks("[\"e\",6]", () -> room.sendEvent("e", 6, nobody, all("client"))));
		check("sendEvent(String,Object,Predicate,BroadcastAckCallback)",
				() -> asks("[\"e\",7]", () -> room.sendEvent("e", 7, NOBODY, all("predicate"))));
		check("disconnect()", () -> sends("41", room::disconnect));
		callAll(BroadcastOperations.class);
	}

	// Another client, in no room.
	private SocketIOClient other() {
		try (Link second = Kind.WEBSOCKET.connect(this.worker.port())) {
			assertThat(second.handshake()).isNotNull();
			await().until(() -> this.server.getAllClients().size() == 2);
			return this.server.getAllClients().stream().filter((each) -> each != this.client).findAny().orElseThrow();
		}
	}

	@SuppressWarnings("deprecation")
	private void checkListeners(ClientListeners listeners, String prefix) {
		check("addConnectListener(ConnectListener)",
				() -> listeners.addConnectListener((client) -> this.heard.add("connect")));
		check("addDisconnectListener(DisconnectListener)",
				() -> listeners.addDisconnectListener((client) -> this.heard.add("disconnect")));
		check("addPingListener(PingListener)", () -> listeners.addPingListener((client) -> this.heard.add("ping")));
		check("addPongListener(PongListener)", () -> listeners.addPongListener((client) -> this.heard.add("pong")));
		check("addEventListener(String,Class,DataListener)", () -> listeners.addEventListener("one", String.class,
				(client, data, ack) -> this.heard.add("one " + data)));
		check("addMultiTypeEventListener(String,MultiTypeEventListener,Class[])",
				() -> listeners.addMultiTypeEventListener("two",
						(client, data, ack) -> this.heard.add("two " + data.getArgs()), String.class, Integer.class));
		check("addEventInterceptor(EventInterceptor)",
				() -> assertThatExceptionOfType(UnsupportedOperationException.class)
					.isThrownBy(() -> listeners.addEventInterceptor((client, event, args, ack) -> {
					}))
					.withMessageContaining("SocketInterceptor"));
		check("addListeners(Object)", () -> listeners.addListeners(new Annotated("object")));
		check("addListeners(Iterable)", () -> listeners.addListeners(List.of(new Annotated("iterable"))));
		check("addListeners(Object,Class)", () -> {
			listeners.addListeners(new Annotated("class"), Annotated.class);
			Link told = prefix.isEmpty() ? again() : this.link;
			if (!prefix.isEmpty()) {
				told.send("40" + prefix + "{\"token\":\"x\"}").text();
			}
			told.send("42" + prefix + "[\"one\",\"a\"]");
			told.send("42" + prefix + "[\"two\",\"b\",2]");
			told.send("42" + prefix + "[\"annotated\",\"c\"]");
			await().untilAsserted(() -> assertThat(this.heard).contains("connect", "one a", "two [b, 2]",
					"object connect", "iterable connect", "class connect", "object c", "iterable c", "class c"));
		});
	}

	// Who connects to the default namespace twice breaks the protocol.
	private Link again() {
		this.link.close();
		this.link = Kind.WEBSOCKET.connect(this.worker.port());
		await().until(() -> this.server.getAllClients().size() == 1);
		this.client = this.server.getAllClients().iterator().next();
		return this.link;
	}

	private void check(String method, Check check) {
		this.checks.put(method, check);
	}

	private void callAll(Class<?> type) throws Exception {
		Set<String> methods = Arrays.stream(type.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class)
			.map(EveryMethodTests::describe)
			.collect(Collectors.toCollection(HashSet::new));
		assertThat(this.checks.keySet()).containsExactlyInAnyOrderElementsOf(methods);
		for (Map.Entry<String, Check> check : this.checks.entrySet()) {
			assertThat(check.getKey()).satisfies((method) -> check.getValue().run());
		}
	}

	private static String describe(Method method) {
		return method.getName() + Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(",", "(", ")"));
	}

	private void sends(String packet, Runnable call) {
		call.run();
		assertThat(this.link.text()).isEqualTo(packet);
	}

	private void asks(String payload, Runnable call) {
		int before = this.heard.size();
		call.run();
		String asked = this.link.text();
		assertThat(asked).startsWith("42").endsWith(payload);
		this.link.send("43" + asked.substring(2, asked.length() - payload.length()) + "[]");
		await().until(() -> this.heard.size() > before);
	}

	private static Packet packet() {
		Packet packet = new Packet(PacketType.MESSAGE);
		packet.setSubType(PacketType.EVENT);
		packet.setName("p");
		packet.setData(List.of(2));
		return packet;
	}

	private VoidAckCallback acked(String what) {
		return new VoidAckCallback() {

			@Override
			protected void onSuccess() {
				EveryMethodTests.this.heard.add(what);
			}

		};
	}

	private BroadcastAckCallback<Object> all(String what) {
		return new BroadcastAckCallback<>(Object.class) {

			@Override
			protected void onAllSuccess() {
				EveryMethodTests.this.heard.add(what);
			}

		};
	}

	/** Calls a method and looks what it does. */
	@FunctionalInterface
	private interface Check {

		void run() throws Exception;

	}

	/** Listens by annotations. */
	private final class Annotated {

		private final String name;

		Annotated(String name) {
			this.name = name;
		}

		@OnConnect
		void connected(SocketIOClient client) {
			EveryMethodTests.this.heard.add(this.name + " connect");
		}

		@OnDisconnect
		void disconnected(SocketIOClient client) {
			EveryMethodTests.this.heard.add(this.name + " disconnect");
		}

		@OnEvent("annotated")
		void event(SocketIOClient client, String data) {
			EveryMethodTests.this.heard.add(this.name + " " + data);
		}

	}

}
