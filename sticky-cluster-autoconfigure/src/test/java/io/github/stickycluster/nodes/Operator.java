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

package io.github.stickycluster.nodes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.Ack;

import static org.awaitility.Awaitility.await;

/**
 * Lets a node do things with the cluster: a client of its {@link OperatorListeners}.
 */
final class Operator implements AutoCloseable {

	private final String node;

	private final JavaClient client;

	Operator(String node, int port) {
		this.node = node;
		this.client = JavaClient.create(port, "/operate", "127.0.0.1",
				(options) -> options.transports = new String[] { "websocket" });
		this.client.socket().connect();
		await().until(this.client.socket()::connected);
	}

	String node() {
		return this.node;
	}

	Call call(String method) {
		return new Call(method);
	}

	@Override
	public void close() {
		this.client.close();
	}

	/**
	 * A call of the cluster API, on that node.
	 */
	final class Call {

		private final Map<String, Object> instruction = new HashMap<>(Map.of("namespace", "/", "to", List.of(),
				"except", List.of(), "local", false, "timeout", 5_000, "flag", false, "args", List.of()));

		private Call(String method) {
			this.instruction.put("call", method);
		}

		/**
		 * In a namespace, or all of a pattern.
		 */
		Call namespace(String name) {
			return with("namespace", name);
		}

		Call to(String... rooms) {
			return with("to", List.of(rooms));
		}

		Call except(String... rooms) {
			return with("except", List.of(rooms));
		}

		Call socket(String id) {
			return with("socket", id);
		}

		Call local() {
			return with("local", true);
		}

		Call timeout(int millis) {
			return with("timeout", millis);
		}

		/**
		 * With connections, for a disconnect; volatile and uncompressed, for an event.
		 */
		Call flag() {
			return with("flag", true);
		}

		Call event(String name, Object... args) {
			return with("event", name).args(args);
		}

		Call args(Object... args) {
			return with("args", List.of(args));
		}

		private Call with(String name, Object value) {
			this.instruction.put(name, value);
			return this;
		}

		CompletableFuture<Object> later() {
			CompletableFuture<Object> result = new CompletableFuture<>();
			Operator.this.client.socket()
				.emit("do", new Object[] { Plain.toJson(this.instruction) },
						(Ack) (answers) -> complete(result, (Map<?, ?>) Plain.of(answers[0])));
			return result.orTimeout(40, TimeUnit.SECONDS);
		}

		private void complete(CompletableFuture<Object> result, Map<?, ?> answer) {
			if (answer.containsKey("error")) {
				result.completeExceptionally(new AssertionError(answer.get("error")));
			}
			else {
				result.complete(answer.get("result"));
			}
		}

		Object now() {
			return later().join();
		}

		List<?> list() {
			return (List<?>) now();
		}

		Replies replies() {
			Map<?, ?> replies = (Map<?, ?>) now();
			return new Replies((List<?>) replies.get("values"), (Integer) replies.get("missing"),
					(List<?>) replies.get("silent"));
		}

		/** The sockets described, by their ids. */
		Map<String, Map<?, ?>> sockets() {
			Map<String, Map<?, ?>> sockets = new HashMap<>();
			for (Object socket : list()) {
				sockets.put((String) ((Map<?, ?>) socket).get("id"), (Map<?, ?>) socket);
			}
			return sockets;
		}

	}

	/**
	 * The answers to an event.
	 *
	 * @param values the answers
	 * @param missing how many are missing
	 * @param silent the nodes that said nothing
	 */
	record Replies(List<?> values, int missing, List<?> silent) {

	}

}
