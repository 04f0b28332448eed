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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIONamespace;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.nettysocketio.ClientHandshake;
import io.github.stickycluster.internal.nettysocketio.NamespaceChanges;
import io.github.stickycluster.internal.nettysocketio.ServerNamespaces;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the namespaces that are made for clients.
 */
class MadeNamespaceTests {

	private static final String PATTERN = "/tenant-{id}";

	private final TestWorker worker = new TestWorker();

	private final SocketIONamespace pattern = this.worker.hub.create(PATTERN);

	private final List<String> heard = new ArrayList<>();

	@Test
	void isMadeForTheFirstClientAndRemovedAfterTheLast() {
		TestSession first = this.worker.open().text("0/tenant-7,");
		TestSession second = this.worker.open().text("0/tenant-7,");
		assertThat(first.sent.get(0)).startsWith("40/tenant-7,{\"sid\":");
		SocketIONamespace made = this.worker.hub.get("/tenant-7");
		assertThat(made.getName()).isEqualTo("/tenant-7");
		assertThat(made.getAllClients()).containsExactlyInAnyOrder(first.socket("/tenant-7"),
				second.socket("/tenant-7"));
		assertThat(this.pattern.getAllClients()).hasSize(2);
		assertThat(first.socket("/tenant-7").getNamespace()).isEqualTo(made);
		first.text("1/tenant-7,");
		assertThat(this.worker.hub.get("/tenant-7")).isEqualTo(made);
		second.close(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.worker.hub.get("/tenant-7")).isNull();
		assertThat(this.worker.hub.find(PATTERN)).isEmpty();
	}

	@Test
	void namesWithoutAPatternAreInvalid() {
		TestSession session = this.worker.open().text("0/other,").text("0/tenant-,").text("0/tenant-{id},");
		assertThat(session.sent).containsExactly("44/other,{\"message\":\"Invalid namespace\"}",
				"44/tenant-,{\"message\":\"Invalid namespace\"}", "44/tenant-{id},{\"message\":\"Invalid namespace\"}");
		assertThat(this.worker.observer.lines).containsExactly("unknown", "unknown", "unknown");
	}

	@Test
	void namespacesOfAPatternShareItsListeners() {
		this.pattern.addConnectListener((client) -> this.heard.add("connect " + client.getNamespace().getName()));
		this.pattern.addEventListener("e", String.class, (client, data, ack) -> {
			this.heard.add(data + " " + client.getNamespace().getName() + " "
					+ ClientHandshake.of(client).namespaceVariables());
			ack.sendAckData("got");
		});
		this.pattern.addDisconnectListener((client) -> this.heard.add("disconnect " + client.getNamespace().getName()));
		TestSession session = this.worker.open().text("0/tenant-1,").text("0/tenant-2,");
		session.sent.clear();
		session.text("2/tenant-1,0[\"e\",\"a\"]").text("2/tenant-2,[\"e\",\"b\"]").text("1/tenant-1,");
		assertThat(this.heard).containsExactly("connect /tenant-1", "connect /tenant-2", "a /tenant-1 {id=1}",
				"b /tenant-2 {id=2}", "disconnect /tenant-1");
		assertThat(session.sent).containsExactly("43/tenant-1,0[\"got\"]");
	}

	@Test
	void clientOfAnEarlierProtocolMakesANamespace() {
		TestSession session = this.worker.open(EngineIoVersion.V3).text("0/tenant-1?token=x,");
		assertThat(session.sent).containsExactly("40", "40/tenant-1,");
		assertThat(this.worker.hub.find("/tenant-1")).hasSize(1);
	}

	@Test
	void roomsAndBroadcastsAreThoseOfEachNamespace() {
		TestSession session = this.worker.open().text("0/tenant-1,").text("0/tenant-2,");
		session.socket("/tenant-1").joinRoom("room");
		session.sent.clear();
		assertThat(session.socket("/tenant-1").getCurrentRoomSize("room")).isEqualTo(1);
		assertThat(session.socket("/tenant-2").getCurrentRoomSize("room")).isZero();
		session.socket("/tenant-2").getNamespace().getRoomOperations("room").sendEvent("e");
		session.socket("/tenant-2").getNamespace().getBroadcastOperations().sendEvent("f");
		assertThat(session.sent).containsExactly("42/tenant-2,[\"f\"]");
	}

	@Test
	void refusedClientLeavesNothing() {
		this.pattern.addAuthTokenListener((auth, client) -> {
			client.joinRoom("early");
			assertThat(this.worker.hub.get("/tenant-1")).isNull();
			return new AuthTokenResult(false, "No");
		});
		TestSession session = this.worker.open().text("0/tenant-1,");
		assertThat(session.sent).containsExactly("44/tenant-1,{\"message\":\"No\"}");
		assertThat(session.kept).isZero();
		assertHasNone();
	}

	@Test
	void clientThatLeavesWhileItIsAskedLeavesNothing() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		TestSession session = new TestSession(
				this.worker.context(new ListenerCalls(tasks::add, 128, this.worker.observer)),
				TestWorker.handshake(EngineIoVersion.V4), EngineIoVersion.V4);
		this.pattern.addAuthTokenListener((auth, client) -> AuthTokenResult.AuthTokenResultSuccess);
		session.text("0/tenant-1,");
		session.session().discardWaiting();
		session.close(CloseReason.MEMORY);
		assertHasNone();
		tasks.remove().run();
		session.channel.runPendingTasks();
		assertHasNone();
		assertThat(tasks).isEmpty();
	}

	@Test
	void exactNameBeatsPatternsAndTheMoreSpecificPatternTheOther() {
		this.worker.hub.create("/{all}").addConnectListener((client) -> this.heard.add("all"));
		this.worker.hub.create("/tenant-0").addConnectListener((client) -> this.heard.add("exact"));
		this.pattern.addConnectListener((client) -> this.heard.add("tenant"));
		this.worker.open().text("0/tenant-0,").text("0/tenant-1,").text("0/elsewhere,");
		assertThat(this.heard).containsExactly("exact", "tenant", "all");
	}

	@Test
	void exactNameThatIsAddedTakesTheNameOver() {
		TestSession session = this.worker.open().text("0/tenant-1,");
		session.sent.clear();
		this.worker.hub.create("/tenant-1").addConnectListener((client) -> this.heard.add("exact"));
		assertThat(session.sent).containsExactly("41/tenant-1,");
		session.text("0/tenant-1,");
		assertThat(this.heard).containsExactly("exact");
	}

	@Test
	void patternsOfTheSameNamesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.worker.hub.create("/tenant-{name}"))
			.withMessageContaining("'/tenant-{id}'")
			.withMessageContaining("'/tenant-{name}'");
		assertThat(this.worker.hub.create(PATTERN)).isSameAs(this.pattern);
	}

	@Test
	void removedPatternDisconnectsItsClients() {
		TestSession session = this.worker.open().text("0/tenant-1,");
		session.sent.clear();
		this.worker.hub.remove(PATTERN);
		assertThat(session.sent).containsExactly("41/tenant-1,");
		session.text("0/tenant-1,");
		assertThat(session.sent).endsWith("44/tenant-1,{\"message\":\"Invalid namespace\"}");
		assertThat(this.worker.hub.find("/tenant-1")).isEmpty();
	}

	@Test
	void noMoreThanAllowedAreLive() {
		List<TestSession> sessions = new ArrayList<>();
		for (int i = 0; i < TestWorker.MOST_MADE; i++) {
			sessions.add(this.worker.open().text("0/tenant-" + i + ","));
		}
		TestSession late = this.worker.open().text("0/tenant-late,");
		assertThat(late.sent).containsExactly("44/tenant-late,{\"message\":\"Too many namespaces\"}");
		assertThat(late.kept).isZero();
		late.text("0/tenant-1,");
		assertThat(late.sent.get(1)).startsWith("40/tenant-1,");
		assertThat(this.worker.observer.lines).filteredOn("limited"::equals).hasSize(1);
		sessions.get(0).text("1/tenant-0,");
		late.text("0/tenant-late,");
		assertThat(late.sent.get(2)).startsWith("40/tenant-late,");
	}

	@Test
	void oneClientMakesAtMost100() {
		TestSession session = this.worker.open();
		for (int i = 0; i < 100; i++) {
			session.text("0/tenant-" + i + ",");
		}
		session.sent.clear();
		session.text("0/tenant-late,");
		assertThat(session.sent).containsExactly("44/tenant-late,{\"message\":\"Too many namespaces\"}");
		assertThat(this.worker.hub.find(PATTERN)).hasSize(100);
		session.text("0");
		assertThat(session.sent.get(1)).startsWith("40{");
	}

	@Test
	void fewNamespacesAreRememberedThatTheServerHasPutTheClientOutOf() {
		TestSession session = this.worker.open();
		for (int i = 0; i <= 100; i++) {
			session.text("0/tenant-" + i + ",");
			session.socket("/tenant-" + i).disconnect();
		}
		session.text("2/tenant-1,[\"e\"]").text("2/tenant-100,[\"e\"]");
		assertThat(session.closed).isNull();
		session.text("2/tenant-0,[\"e\"]");
		assertThat(session.closed).isEqualTo(CloseReason.PARSE_ERROR);
	}

	@Test
	void metersNameThePattern() {
		this.pattern.addEventListener("e", Integer.class, (client, data, ack) -> {
		});
		TestSession session = this.worker.open()
			.text("0/tenant-1,")
			.text("2/tenant-1,[\"e\",1]")
			.text("2/tenant-1,[\"x\"]");
		session.text("2/tenant-1,[\"e\",\"no\"]").text("0/tenant-2,{\"a\":1}").text("1/tenant-1,");
		assertThat(this.worker.observer.lines).containsExactly("connected " + PATTERN, "event " + PATTERN + " e",
				"ignored " + PATTERN, "event " + PATTERN + " e", "mismatched " + PATTERN + " e", "connected " + PATTERN,
				"disconnected " + PATTERN);
	}

	@Test
	void clientIsChargedForItsNamespaceWhileItIsThere() {
		TestSession session = this.worker.open().text("0/tenant-" + "x".repeat(128) + ",");
		assertThat(session.kept).isBetween(256 + 500, 256 + 600);
		session.text("1/tenant-" + "x".repeat(128) + ",");
		assertThat(session.kept).isZero();
	}

	@Test
	void listenersBelongToThePattern() {
		TestSession session = this.worker.open().text("0/tenant-1,");
		SocketIONamespace made = session.socket("/tenant-1").getNamespace();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> made.addConnectListener((client) -> {
			}))
			.withMessageContaining("getNamespace(\"" + PATTERN + "\")");
	}

	@Test
	void namespacesThatAreMadeAreNoChangeOfTheApplications() {
		this.worker.hub.tellChanges(new NamespaceChanges() {

			@Override
			public void namespaceAdded(String namespace) {
				MadeNamespaceTests.this.heard.add(namespace);
			}

			@Override
			public void listenerAdded(String namespace, @Nullable String event, Consumer<ServerNamespaces> addition) {
				MadeNamespaceTests.this.heard.add(namespace);
			}

		});
		this.worker.open().text("0/tenant-1,").text("1/tenant-1,");
		assertThat(this.heard).isEmpty();
		assertThat(this.worker.hub.events()).containsOnlyKeys("", PATTERN);
	}

	@Test
	void firstAndLastClientsOfDifferentLoopsAgree() {
		MadeNamespaces made = new MadeNamespaces(2);
		NamespacePattern parsed = NamespacePattern.of(PATTERN);
		NamespaceListener listener = (NamespaceListener) this.pattern;
		List<CompletableFuture<?>> loops = new ArrayList<>();
		for (int loop = 0; loop < 4; loop++) {
			loops.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 20_000; i++) {
					String name = "/tenant-" + i % 3;
					SocketIoNamespace held = made.hold(name, parsed, listener);
					boolean admitted = held.admit();
					if (admitted) {
						assertThat(made.find(name)).isSameAs(held);
					}
					held.release(admitted);
				}
			}));
		}
		assertThat(CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new))).succeedsWithin(30,
				TimeUnit.SECONDS);
		assertThat(made.of(PATTERN)).isEmpty();
		assertThat(made.hold("/tenant-1", parsed, listener).admit()).isTrue();
		assertThat(made.hold("/tenant-2", parsed, listener).admit()).isTrue();
		assertThat(made.hold("/tenant-3", parsed, listener).admit()).isFalse();
		assertThat(made.of(PATTERN)).extracting(SocketIoNamespace::variables)
			.containsExactlyInAnyOrder(Map.of("id", "1"), Map.of("id", "2"));
	}

	private void assertHasNone() {
		assertThat(this.worker.hub.find(PATTERN)).isEmpty();
		SocketIoNamespace one = enter("/tenant-1");
		one.release(false);
		SocketIoNamespace other = enter("/tenant-1");
		other.release(false);
		assertThat(other).as("the namespace was removed").isNotSameAs(one);
	}

	private SocketIoNamespace enter(String name) {
		return Objects.requireNonNull(this.worker.hub.enter(name));
	}

}
