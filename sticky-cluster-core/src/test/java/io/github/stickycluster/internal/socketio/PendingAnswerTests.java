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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.nettysocketio.AnsweringListener;
import io.github.stickycluster.internal.nettysocketio.EventAck;
import io.github.stickycluster.internal.nettysocketio.EventErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events whose listeners answer later are charged until they have.
 */
class PendingAnswerTests {

	private static final String OBJECTS = "{},".repeat(1_000) + "0";

	private final TestWorker worker = new TestWorker();

	private final List<CompletableFuture<?>> pending = new ArrayList<>();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	@Test
	void eventsAreChargedWithTheirArgumentsOnTheEventLoop() {
		isChargedUntilAnswered(this.worker.context);
	}

	@Test
	void eventsAreChargedWithTheirArgumentsOnAnExecutor() {
		isChargedUntilAnswered(this.worker.context(new ListenerCalls(this.tasks::add, 128, this.worker.observer)));
	}

	/** Strings are read at once, wherever their listeners are called. */
	@Test
	void stringsAreChargedOnAnExecutor() {
		this.worker.namespace().addMultiTypeEventListener("later", new Later(this.pending), String.class);
		TestSession session = open(this.worker.context(new ListenerCalls(this.tasks::add, 128, this.worker.observer)));
		session.text("2[\"later\",\"" + "x".repeat(30_000) + "\"]");
		runAll();
		assertThat(session.session().waitingBytes()).isBetween(30_000, 100_000);
		this.pending.get(0).complete(null);
		assertThat(session.session().waitingBytes()).isZero();
	}

	private void isChargedUntilAnswered(SocketIoContext context) {
		this.worker.namespace().addMultiTypeEventListener("later", new Later(this.pending), Object.class);
		TestSession session = open(context);
		session.text("2[\"later\",[" + OBJECTS + "]]");
		runAll();
		assertThat(session.session().waitingBytes()).isBetween(50_000, 200_000);
		assertThat(session.budget.heap()).isEqualTo(session.session().waitingBytes());
		session.text("21[\"later\",1]")
			.text("51-[\"later\",{\"_placeholder\":true,\"num\":0}]")
			.binary(new int[30_000]);
		runAll();
		int three = session.session().waitingBytes();
		this.pending.get(0).complete(null);
		assertThat(session.session().waitingBytes()).isBetween(30_000, three - 50_000);
		this.pending.get(1).completeExceptionally(new IllegalStateException());
		this.pending.get(2).cancel(true);
		assertThat(session.session().waitingBytes()).isZero();
		assertThat(session.budget.heap()).isZero();
	}

	private TestSession open(SocketIoContext context) {
		TestSession session = new TestSession(context, TestWorker.handshake(EngineIoVersion.V4), EngineIoVersion.V4);
		session.session().onOpen();
		session.text("0");
		runAll();
		return session;
	}

	private void runAll() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	private record Later(List<CompletableFuture<?>> pending) implements AnsweringListener, EventErrors {

		@Override
		public boolean answers() {
			return true;
		}

		@Override
		public EventErrors errors() {
			return this;
		}

		@Override
		public Object unknown(String event) {
			return event;
		}

		@Override
		public Object mismatch(String event, Throwable mismatch) {
			return event;
		}

		@Override
		public @Nullable String errorEvent() {
			return null;
		}

		@Override
		public CompletionStage<?> onEvent(SocketIOClient client, List<Object> arguments, EventAck ack) {
			CompletableFuture<?> answer = new CompletableFuture<>();
			this.pending.add(answer);
			return answer;
		}

	}

}
