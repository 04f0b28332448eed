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

package io.github.stickycluster.internal.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Binary arguments and answers between two nodes and the JavaScript clients of all their
 * workers.
 */
@Timeout(60)
class JavaScriptClusterTests {

	private static final Path FOLDER = Path.of("src", "test", "node").toAbsolutePath();

	private final Map<String, MemoryBus> engine = MemoryBus.cluster();

	private final List<TestNode> nodes = new ArrayList<>();

	@BeforeEach
	void start() {
		for (String id : List.of("a", "b")) {
			MemoryBus bus = new MemoryBus(id, this.engine);
			ClusterMessages messages = new ClusterMessages();
			ClusterAdapter link = ClusterAdapter.of(id, JsonMapper.shared(), bus, bus, messages);
			bus.start(id, messages);
			this.nodes.add(TestNode.start(id, link, ClusterSemantics::listeners));
		}
	}

	@AfterEach
	void stop() {
		this.nodes.forEach(TestNode::close);
		List.copyOf(this.engine.values()).forEach(MemoryBus::close);
	}

	@ParameterizedTest
	@CsvSource({ "sio2, websocket", "sio3, polling", "sio4, polling", "sio4, websocket" })
	void clientsTurnPicturesAround(String library, String transport) throws Exception {
		List<String> command = new ArrayList<>(List.of("node", "cluster-client.js", library, transport));
		this.nodes
			.forEach((node) -> node.workers().forEach((worker) -> command.add("http://127.0.0.1:" + worker.port())));
		Process process = new ProcessBuilder(command).directory(FOLDER.toFile()).inheritIO().start();
		try {
			SocketCluster cluster = this.nodes.get(0).cluster();
			await().until(() -> cluster.count().get(5, TimeUnit.SECONDS) == 4);
			for (TestNode node : this.nodes) {
				Acks<Picture> answers = node.cluster()
					.emitWithAck(Picture.class, "picture", new byte[] { 1, -1 },
							Map.of("nested", List.of(new ClusterSemantics.Picture("ü", new byte[] { 0 }))))
					.get(10, TimeUnit.SECONDS);
				assertThat(answers.isComplete()).isTrue();
				assertThat(answers.values()).hasSize(4).allSatisfy((picture) -> {
					assertThat(picture.name()).isEqualTo("ü");
					assertThat(picture.all()).containsExactly(0, 1, -1);
				});
			}
			cluster.emit("end");
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * What a client answers.
	 *
	 * @param name the name
	 * @param all the bytes
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Picture(String name, byte[] all) {
	}

}
