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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.stickycluster.test.SocketTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the page <em>Five minutes</em> says, with its files as they are printed.
 */
class StartPageTests {

	private static final Page PAGE = Page.of("docs/start.md");

	private static final String MAIN = "com.example.ChatApplication";

	@TempDir
	private Path directory;

	@Test
	void theTestPasses() throws Exception {
		install();
		PageTestRunner.run(this.directory, 1, "com.example.ChatTests");
	}

	@Test
	void clientsOfTwoNodesChat() throws Exception {
		install();
		List<String> commands = PAGE.snippets()
			.stream()
			.filter((snippet) -> snippet.text().startsWith("java -jar"))
			.flatMap((snippet) -> snippet.text().lines())
			.toList();
		assertThat(commands).hasSize(2);
		try (RunningExample a = start(commands.get(0));
				RunningExample b = start(commands.get(1));
				SocketTestClient first = SocketTestClient.bindToPort(a.port()).connect();
				SocketTestClient second = SocketTestClient.bindToPort(b.port()).connect()) {
			first.emitWithAck("join", "lobby").expect(String.class).isEqualTo("joined lobby");
			second.emitWithAck("join", "lobby").expect(String.class).isEqualTo("joined lobby");
			second.emit("message", new Message("lobby", "hello"));
			first.expect("message", Message.class).isEqualTo(new Message("lobby", "hello"));
		}
	}

	private void install() throws Exception {
		ExampleCode.compile(PAGE, List.of(), this.directory);
		for (String settings : List.of("application.yml", "application-nodes.yml")) {
			Files.writeString(this.directory.resolve(settings), PAGE.snippet(settings).text());
		}
	}

	private RunningExample start(String command) throws Exception {
		return RunningExample.of(this.directory, MAIN,
				command.replaceAll("^.*?\\.jar | --sticky-cluster.port=\\d+", "").split(" "));
	}

	record Message(String room, String text) {
	}

}
