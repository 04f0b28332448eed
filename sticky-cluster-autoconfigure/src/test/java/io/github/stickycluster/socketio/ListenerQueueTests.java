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

package io.github.stickycluster.socketio;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.fasterxml.jackson.annotation.JsonCreator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerQueue}, by a session whose listeners run when the test says.
 */
class ListenerQueueTests {

	private final TestWorker worker = new TestWorker();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	@Test
	void aFewLargeEventsThatWaitAreAsMuchAsManySmallOnes() {
		this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> {
		});
		TestSession session = connected();
		String large = "2[\"e\",\"" + "x".repeat(600_000) + "\"]";
		assertThat(session.text(large).isBusy()).isFalse();
		assertThat(session.text(large).isBusy()).isTrue();
		AtomicInteger told = new AtomicInteger();
		session.onReady(told::incrementAndGet);
		assertThat(told).hasValue(0);
		runAll();
		assertThat(told).hasValue(1);
		assertThat(session.isBusy()).isFalse();
	}

	@Test
	void aPacketThatFailedIsNoPartOfTheNext() {
		this.worker.namespace().addEventListener("bad", Unreadable.class, (client, data, ack) -> {
		});
		this.worker.namespace().addEventListener("e", String.class, (client, data, ack) -> {
		});
		TestSession session = connected();
		String large = "x".repeat(600_000) + "\"]";
		session.text("2[\"bad\",\"" + large);
		assertThat(session.text("2[\"e\",\"" + large).isBusy()).isFalse();
	}

	private TestSession connected() {
		SocketIoContext context = new SocketIoContext(this.worker.configuration, this.worker.hub, this.worker.json,
				this.worker.encoder, UUID::randomUUID, SocketIoContext.DEFAULT_MAX_ATTACHMENTS,
				Observers.of(this.worker.observer), new ListenerCalls(this.tasks::add, 128, this.worker.observer));
		TestSession session = new TestSession(context, new HandshakeData(), EngineIOVersion.V4);
		session.onOpen();
		session.text("0");
		runAll();
		return session;
	}

	private void runAll() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	static final class Unreadable {

		@JsonCreator
		Unreadable(String value) {
			throw new AssertionError("cannot be");
		}

	}

}
