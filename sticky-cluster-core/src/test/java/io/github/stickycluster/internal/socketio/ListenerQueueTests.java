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
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.AckCallback;
import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
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
		assertThat(session.text(large).session().isBusy()).isFalse();
		assertThat(session.text(large).session().isBusy()).isTrue();
		AtomicInteger told = new AtomicInteger();
		session.session().runWhenReady(told::incrementAndGet);
		assertThat(told).hasValue(0);
		runAll();
		assertThat(told).hasValue(1);
		assertThat(session.session().isBusy()).isFalse();
	}

	@Test
	void anEventWaitsAsItWasSentAndIsReadWhenItsListenerRuns() {
		List<Object> heard = new ArrayList<>();
		this.worker.namespace().addEventListener("e", Object.class, (client, data, ack) -> heard.add(data));
		TestSession session = connected();
		String objects = "{},".repeat(10_000);
		session.text("2[\"e\",[" + objects + "0]]").text("2[\"e\",{\"a\":1},\"one too many\"]");
		session.text("51-[\"e\",{\"b\":{\"_placeholder\":true,\"num\":0}}]").binary(1, 2);
		assertThat(session.budget.heap()).isBetween(30_000L, 40_000L);
		this.tasks.remove().run();
		assertThat(session.budget.heap()).isZero();
		assertThat(heard).hasSize(3);
		assertThat((List<?>) heard.get(0)).hasSize(10_001);
		assertThat(heard.get(1)).isEqualTo(Map.of("a", 1));
		assertThat((Map<?, ?>) heard.get(2)).hasSize(1);
	}

	@Test
	void anEventThatIsNoJsonEndsTheSessionBeforeItsListenerRuns() {
		this.worker.namespace().addEventListener("e", Object.class, (client, data, ack) -> {
		});
		TestSession session = connected();
		session.text("2[\"e\",[{},{]]");
		assertThat(session.closed).isEqualTo(CloseReason.PARSE_ERROR);
	}

	@Test
	void anAcknowledgementWaitsAsItWasSentAndIsReadWhenItsCallbackRuns() {
		TestSession session = connected();
		List<Object> heard = new ArrayList<>();
		session.socket().sendEvent("ask", new AckCallback<>(Object.class) {

			@Override
			public void onSuccess(Object result) {
				heard.add(result);
			}

		});
		session.text("30[[" + "{},".repeat(10_000) + "0]]");
		assertThat(session.budget.heap()).isBetween(30_000L, 40_000L);
		runAll();
		assertThat(session.budget.heap()).isZero();
		assertThat((List<?>) heard.get(0)).hasSize(10_001);
	}

	@Test
	void aLargeEventWaitsUntilThereIsMemoryForItsObjects() {
		AtomicInteger heard = new AtomicInteger();
		this.worker.namespace().addEventListener("e", Object.class, (client, data, ack) -> heard.incrementAndGet());
		TestSession session = connected();
		long quarter = 25L << 20;
		assertThat(session.budget.begin(quarter)).isTrue();
		session.text("2[\"e\",[" + "{},".repeat(10_000) + "0]]");
		runAll();
		session.pass(1);
		runAll();
		assertThat(heard).hasValue(0);
		session.budget.end(quarter);
		session.pass(1);
		runAll();
		assertThat(heard).hasValue(1);
		assertThat(session.budget.heap()).isZero();
	}

	@Test
	void whatIsDroppedIsPaidBackAndItsListenerNeverRuns() {
		AtomicInteger heard = new AtomicInteger();
		AtomicInteger left = new AtomicInteger();
		this.worker.namespace().addEventListener("e", Object.class, (client, data, ack) -> heard.incrementAndGet());
		this.worker.namespace().addDisconnectListener((client) -> left.incrementAndGet());
		TestSession session = connected();
		session.text("2[\"e\",1]").text("2[\"e\",2]");
		assertThat(session.budget.heap()).isBetween(500L, 1_000L);
		session.session().discardWaiting();
		assertThat(session.budget.heap()).isZero();
		session.close(CloseReason.MEMORY);
		runAll();
		assertThat(heard).hasValue(0);
		assertThat(left).hasValue(1);
		assertThat(session.budget.heap()).isZero();
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
		runAll();
		assertThat(session.text("2[\"e\",\"" + large).session().isBusy()).isFalse();
	}

	private TestSession connected() {
		SocketIoContext context = this.worker.context(new ListenerCalls(this.tasks::add, 128, this.worker.observer));
		TestSession session = new TestSession(context, TestWorker.handshake(EngineIoVersion.V4), EngineIoVersion.V4);
		session.session().onOpen();
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
