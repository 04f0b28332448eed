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

package io.github.stickycluster.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.IO;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the applications of the migration pages do the same before and after.
 */
class MigrationTests {

	private static final Page NETTY_SOCKETIO = Page.of("docs/migrate/netty-socketio.md");

	private static final Page NODE = Page.of("docs/migrate/node.md");

	@TempDir
	private Path directory;

	@Test
	void stockNettySocketioChatsBefore() throws Exception {
		int port = TestSocketUtils.findAvailableTcpPort();
		try (RunningExample example = RunningExample.start(NETTY_SOCKETIO, "", "before", this.directory,
				"--sticky-cluster.enabled=false", "--chat.port=" + port)) {
			assertThat(example.context().isRunning()).isTrue();
			chats(port);
		}
	}

	@Test
	void theMigratedApplicationChatsTheSame() throws Exception {
		try (RunningExample example = RunningExample.start(NETTY_SOCKETIO, "after", this.directory)) {
			chats(example.port());
		}
	}

	@Test
	void theApplicationFromNodeChats() throws Exception {
		try (RunningExample example = RunningExample.start(NODE, ExampleCode.PACKAGE, this.directory);
				JavaClient refused = JavaClient.create(example.port(), "/", "127.0.0.1", (options) -> {
				});
				JavaClient client = JavaClient.create(example.port(), "/", "127.0.0.1", MigrationTests::auth)) {
			List<Object> refusals = refused.received("connect_error");
			refused.socket().connect();
			await().untilAsserted(() -> assertThat(refusals).singleElement().asString().contains("Who are you?"));
			List<Object> received = client.received("message");
			client.socket().connect();
			await().until(() -> client.socket().connected());
			assertThat(client.emitWithAck("join", "lobby")).containsExactly("joined lobby");
			client.socket().emit("message", new JSONObject().put("room", "lobby").put("text", "hello"));
			await().untilAsserted(() -> assertThat(received).singleElement().satisfies((message) -> {
				assertThat(((JSONObject) message).getString("user")).isEqualTo("ada");
				assertThat(((JSONObject) message).getString("text")).isEqualTo("hello");
			}));
		}
	}

	private static void chats(int port) throws Exception {
		try (JavaClient first = JavaClient.connect(port, "127.0.0.1", MigrationTests::token);
				JavaClient second = JavaClient.connect(port, "127.0.0.1", MigrationTests::token);
				JavaClient refused = JavaClient.create(port, "/", "127.0.0.1", (options) -> {
				})) {
			List<Object> refusals = refused.received("connect_error");
			refused.socket().connect();
			List<Object> received = second.received("message");
			assertThat(first.emitWithAck("join", "lobby")).containsExactly("joined lobby");
			assertThat(second.emitWithAck("join", "lobby")).containsExactly("joined lobby");
			first.socket().emit("message", new JSONObject().put("room", "lobby").put("text", "hello"));
			await().untilAsserted(() -> assertThat(received).singleElement()
				.satisfies((message) -> assertThat(((JSONObject) message).getString("text")).isEqualTo("hello")));
			await().untilAsserted(() -> assertThat(refusals).isNotEmpty());
		}
	}

	private static void token(IO.Options options) {
		options.query = "token=letmein";
	}

	private static void auth(IO.Options options) {
		options.auth = Map.of("token", "letmein");
	}

}
