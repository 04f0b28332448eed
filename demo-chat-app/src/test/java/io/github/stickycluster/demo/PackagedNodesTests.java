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

package io.github.stickycluster.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.PackagedDemo;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for three nodes of the executable jar, each started by the command of the demo's
 * page.
 */
@Tag("long")
@Tag("once")
class PackagedNodesTests {

	private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

	private static final Path PAGE = Path.of("..", "docs", "demo.md");

	private static final String PORT = "--sticky-cluster.port=";

	private static final List<String> IDS = List.of("a", "b", "c");

	private static final List<String> PEOPLE = List.of("Ada", "Bob", "Carol");

	private final List<PackagedDemo> nodes = new ArrayList<>();

	private final List<ChatClient> clients = new ArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void threeNodesChatOverHazelcast() throws IOException {
		chats(commands(), "--demo.hazelcast-port=" + ChildProcess.freePort());
	}

	@Test
	@RequiresExecutable("redis-server")
	void twoNodesChatOverRedis() throws IOException {
		try (RedisServer redis = RedisServer.start(this.folder)) {
			List<String> commands = commands().stream()
				.limit(2)
				.map((command) -> command.replace("hazelcast", "redis"))
				.toList();
			chats(commands, "--spring.data.redis.port=" + redis.port());
		}
	}

	@Test
	void theNodesOfThePageDifferInIdAndPortAndItsLinksLeadToThem() throws IOException {
		assertThat(commands()).hasSize(3).doesNotHaveDuplicates();
		List<String> ports = commands().stream()
			.map((command) -> command.replaceAll(".*" + PORT + "(\\d+).*", "$1"))
			.toList();
		assertThat(ports).doesNotHaveDuplicates();
		String page = Files.readString(PAGE);
		assertThat(ports).allSatisfy((port) -> assertThat(page).contains("<http://localhost:" + port + ">"));
	}

	/** The arguments of the commands by which the page starts three nodes. */
	private static List<String> commands() throws IOException {
		String start = "java -jar demo-chat-app/target/demo-chat-app.jar ";
		return Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith(start))
			.map((line) -> line.substring(start.length()))
			.toList();
	}

	private void chats(List<String> commands, String engine) throws IOException {
		try {
			for (String command : commands) {
				this.nodes.add(node(command, engine));
			}
			for (PackagedDemo node : this.nodes) {
				node.awaitUp();
				Awaitility.await()
					.until(() -> node.get("/actuator/stickycluster"),
							(cluster) -> IDS.subList(0, commands.size())
								.stream()
								.allMatch((id) -> cluster.contains(id + "-1")));
			}
			chat();
		}
		finally {
			this.clients.forEach(ChatClient::close);
			this.nodes.forEach(PackagedDemo::close);
		}
	}

	private void chat() throws IOException {
		List<String> people = PEOPLE.subList(0, this.nodes.size());
		for (int i = 0; i < people.size(); i++) {
			ChatClient client = ChatClient.connect(this.nodes.get(i).port(), "127.0.0.1",
					(i == 1) ? ClientTransport.POLLING : ClientTransport.WEBSOCKET);
			this.clients.add(client);
			client.joinAndSee("lobby", people.get(i), people.subList(0, i + 1).toArray(String[]::new));
		}
		int last = people.size() - 1;
		List<ChatClient> others = this.clients.subList(0, last);
		others.forEach((other) -> awaitJoined(other, people));
		this.clients.get(last).say("lobby", "from the last");
		for (ChatClient other : others) {
			assertThat(other.next("message").get("text").asString()).isEqualTo("from the last");
		}
		this.nodes.get(last).kill();
		long killed = System.nanoTime();
		List<String> left = people.subList(0, last);
		for (ChatClient survivor : others) {
			assertThat(ChatClient.members(survivor.next("left"))).isEqualTo(left);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(GONE_WITHIN);
		ChatClient first = others.get(0);
		assertThat(ChatClient.members(first.join("lobby", "Ada"))).isEqualTo(left);
		others.get(others.size() - 1).say("lobby", "still here");
		assertThat(first.next("message").get("text").asString()).isEqualTo("still here");
	}

	/**
	 * Starts a node as the page does, but on a free port.
	 */
	private PackagedDemo node(String command, String engine) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
		arguments.removeIf((argument) -> argument.startsWith(PORT));
		arguments.addAll(List.of(engine, "--sticky-cluster.cluster.node-timeout=5s"));
		return PackagedDemo.start(this.folder, arguments.toArray(String[]::new));
	}

	/**
	 * A node may hear of another one's people after its own have joined, and then tells
	 * them one by one.
	 */
	private static void awaitJoined(ChatClient client, List<String> members) {
		List<String> present = ChatClient.members(client.next("joined"));
		while (!present.equals(members)) {
			present = ChatClient.members(client.next("joined"));
		}
	}

}
