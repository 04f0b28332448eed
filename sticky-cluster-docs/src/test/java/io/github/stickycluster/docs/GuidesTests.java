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
import java.util.stream.Stream;

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.test.PendingAck;
import io.github.stickycluster.test.SocketTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;

/**
 * Runs the applications that the README and the guides show.
 */
class GuidesTests {

	@TempDir
	private Path directory;

	@Test
	void theTestsOfTheReadmePass() throws Exception {
		Page page = Page.of("README.md");
		RunningExample.install(page, page.snippet("application.yml").text(), ExampleCode.PACKAGE, this.directory);
		PageTestRunner.run(this.directory, 2, ExampleCode.PACKAGE + ".ChatTests");
	}

	@Test
	void theTestsOfTheGuidePass() throws Exception {
		RunningExample.install(Page.of("docs/guides/testing.md"), "", ExampleCode.PACKAGE, this.directory);
		PageTestRunner.run(this.directory, 5,
				Stream.of("RoomsTests", "ApplicationTests", "LostConnectionTests", "NodesTests")
					.map((name) -> ExampleCode.PACKAGE + "." + name)
					.toArray(String[]::new));
	}

	@Test
	void theLobbyVotes() throws Exception {
		ExampleCode.compile(Page.of("docs/guides/listeners.md"), List.of(), this.directory);
		try (RunningExample example = RunningExample.start(Page.of("docs/guides/sending.md"), "", ExampleCode.PACKAGE,
				this.directory);
				SocketTestClient asking = SocketTestClient.bindToPort(example.port()).connect();
				SocketTestClient asked = SocketTestClient.bindToPort(example.port()).connect()) {
			asking.emit("enter");
			asked.emit("enter");
			SocketCluster cluster = example.context().getBean(SocketCluster.class);
			await().until(() -> cluster.to("lobby").count().get() == 2);
			PendingAck vote = asking.emitWithAck("vote", "ready?");
			asked.expect("question", String.class).isEqualTo("ready?").ack(true);
			vote.expect().hasToString("[1,1,0]");
		}
	}

	@Test
	void aTokenOpensEachNamespace() throws Exception {
		try (RunningExample example = RunningExample.start(Page.of("docs/guides/security.md"), "", ExampleCode.PACKAGE,
				this.directory)) {
			SocketTestClient.bindToPort(example.port()).expectConnectError().hasMessage("Unknown token");
			SocketTestClient.bindToPort(example.port())
				.auth(Map.of("token", "other"))
				.expectConnectError()
				.hasMessage("Unknown token");
			SocketTestClient.bindToPort(example.port()).auth(Map.of("token", "a-secret-token")).connect().close();
			SocketTestClient.bindToPort(example.port())
				.auth(Map.of("token", "a-secret-token"))
				.header("X-Banned", "yes")
				.expectConnectError()
				.hasStatus(403);
		}
	}

}
