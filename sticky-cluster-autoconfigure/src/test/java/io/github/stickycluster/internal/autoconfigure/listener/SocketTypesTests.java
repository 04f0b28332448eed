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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.stickycluster.autoconfigure.SocketTypes;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.EmitsEvent;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The types that a TypeScript client uses, as the compiler of TypeScript understands
 * them.
 */
@Tag("once")
class SocketTypesTests {

	private static final Path NODE_MODULES = Path.of("..", "sticky-cluster-core", "src", "test", "node", "node_modules")
		.toAbsolutePath()
		.normalize();

	private static final String CLIENT = """
			import { io, Socket } from "sio4";
			import type { AgentsClientToServerEvents, AgentsServerToClientEvents, ClientToServerEvents,
			  ServerToClientEvents } from "./events";

			const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost:9092");
			const agents: Socket<AgentsServerToClientEvents, AgentsClientToServerEvents> = io("http://localhost:9092/agents");

			socket.on("said", (message, at) => {
			  const text: string = message.text + at;
			  const author: string | null = message.author;
			});
			socket.on("failed", (failure) => console.log(failure.error.status));
			socket.emit("open", { subject: "Engine", kind: "URGENT", tags: ["a"], more: { a: 1 } }, null, (answer) => {
			  const id: number | undefined = "error" in answer ? undefined : answer.id;
			});
			socket.emit("reply", { text: "a", author: null, parent: { text: "b", author: "c", parent: null } });
			socket.emit("own", new ArrayBuffer(2), (...answer) => console.log(answer));
			async function take(): Promise<number> {
			  const answer = await agents.emitWithAck("take-next");
			  return "error" in answer ? answer.error.status : answer[0].id;
			}
			export { take };
			""";

	private static final String WRONG = """
			import { io, Socket } from "sio4";
			import type { ClientToServerEvents, ServerToClientEvents } from "./events";

			const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://localhost:9092");
			socket.emit("opne");
			socket.emit("reply", { text: 1, author: null, parent: null });
			socket.on("said", (message) => message.txt);
			socket.emit("open", { subject: "Engine", kind: "OTHER", tags: [], more: {} }, null, () => {});
			""";

	@TempDir
	private Path directory;

	@Test
	void theCompilerOfTypeScriptKnowsEventsAndAnswers() throws Exception {
		SocketTypes.main(Application.class.getName(), this.directory.resolve("events.ts").toString(),
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.workers.count=1",
				"--sticky-cluster.listeners.error-event=failed", "--spring.main.web-application-type=none");
		Files.writeString(this.directory.resolve("client.ts"), CLIENT);
		Files.writeString(this.directory.resolve("wrong.ts"), WRONG);
		Files.writeString(this.directory.resolve("tsconfig.json"),
				"""
						{"compilerOptions": {"strict": true, "noEmit": true, "target": "es2022", "module": "esnext", "types": [],
						"lib": ["es2022", "dom"], "moduleResolution": "bundler", "paths": {"sio4": ["%s/sio4"]}}}
						"""
					.formatted(NODE_MODULES));
		String errors = compile();
		assertThat(
				errors.lines().filter((line) -> line.contains("error TS")).map((line) -> line.replaceFirst(",.*", "")))
			.as(errors + Files.readString(this.directory.resolve("events.ts")))
			.containsExactly("wrong.ts(5", "wrong.ts(6", "wrong.ts(7", "wrong.ts(8");
	}

	@Test
	void namesWhatTheBuildLeftOut() {
		assertThatIllegalArgumentException().isThrownBy(() -> SocketTypes.main("only.one"))
			.withMessageStartingWith("Name the class of the application and the file to write");
	}

	private String compile() throws Exception {
		Process tsc = new ProcessBuilder("node", NODE_MODULES.resolve("typescript/bin/tsc").toString(), "--pretty",
				"false", "-p", ".")
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.start();
		return new String(tsc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	enum Kind {

		USUAL, URGENT

	}

	record NewTicket(String subject, Kind kind, List<String> tags, Map<String, Integer> more) {
	}

	record Ticket(long id, String subject, Instant opened, boolean closed) {
	}

	record Message(String text, @Nullable String author, @JsonProperty("parent") @Nullable Message before) {
	}

	@EmitsEvent(value = "said", arguments = { Message.class, Instant.class })
	@EmitsEvent(value = "opened", arguments = Ticket.class, namespace = "/agents")
	static class Customers {

		@OnEvent("open")
		Ticket open(SocketIOClient client, NewTicket ticket, Optional<String> note) {
			throw new IllegalStateException();
		}

		@OnEvent("reply")
		void reply(Message message) {
		}

		@OnEvent("own")
		void own(byte[] bytes, AckRequest ack) {
		}

	}

	@SocketNamespace("/agents")
	static class Agents {

		@OnEvent("take-next")
		CompletableFuture<List<Ticket>> takeNext() {
			return new CompletableFuture<>();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

		@Bean
		Customers customers() {
			return new Customers();
		}

		@Bean
		Agents agents() {
			return new Agents();
		}

	}

}
