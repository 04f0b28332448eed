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

package io.github.stickycluster.operations;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens when a listener blocks its worker's event loop.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BlockedLoopTests {

	@Test
	void newSessionsGoElsewhereUntilTheLoopAnswersAgainAndOneWarningNamesTheListener(CapturedOutput output) {
		CountDownLatch latch = new CountDownLatch(1);
		// Longer than a busy machine lets a thread wait for a processor.
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.blocked-after=1s");
				JavaClient client = connect(application, "127.0.0.1")) {
			String blocked = (String) client.emitWithAck("worker")[0];
			application.store().blockUntil(latch, true);
			client.socket().emit("block");
			await().until(() -> application.entry(blocked).blocked());
			assertThat(application.state(blocked)).isEqualTo(WorkerState.UP);
			assertThat(application.worker(blocked).statistics().loopLag().present())
				.isGreaterThan(Duration.ofSeconds(1));
			try (JavaClient other = connect(application, "127.0.0.1")) {
				assertThat(other.emitWithAck("worker")[0]).isNotEqualTo(blocked);
			}
			latch.countDown();
			await().until(() -> !application.entry(blocked).blocked());
			try (JavaClient again = connect(application, "127.0.0.1")) {
				assertThat(again.emitWithAck("worker")[0]).isEqualTo(blocked);
			}
			assertThat(client.emitWithAck("worker")).as("it was blocked, not lost").containsExactly(blocked);
			assertThat(application.worker(blocked).statistics().timesBlocked()).isEqualTo(1);
			await().untilAsserted(() -> assertThat(output).containsOnlyOnce("routing new sessions to other workers")
				.containsPattern("The event loop of worker " + blocked + " has been blocked for \\d+\\.\\d+ s by "
						+ ".*OperatedApplication\\$Store\\.block\\(OperatedApplication\\.java:\\d+\\)")
				.containsPattern("The event loop of worker " + blocked + " responds again after \\d+\\.\\d+ s"));
		}
	}

	@Test
	void aWorkerThatStaysBlockedIsReplacedAndItsClientsComeBack() {
		CountDownLatch latch = new CountDownLatch(1);
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.blocked-after=200ms",
				"sticky-cluster.workers.restart-after=600ms");
				JavaClient client = connect(application, "127.0.0.1");
				JavaClient polling = connect(application, "127.0.0.1", "polling")) {
			String blocked = (String) client.emitWithAck("worker")[0];
			int port = application.worker(blocked).port();
			// As a listener that waits for a lock or a socket, it does not heed an
			// interrupt.
			application.store().blockUntil(latch, false);
			client.socket().emit("block");
			await().until(() -> application.worker(blocked).statistics().restarts() == 1);
			await().until(() -> application.state(blocked) == WorkerState.UP);
			assertThat(application.worker(blocked).port()).isNotEqualTo(port);
			assertThat(application.store().statesOf(blocked)).endsWith(WorkerState.UP, WorkerState.DOWN,
					WorkerState.STARTING, WorkerState.UP);
			await().atMost(Duration.ofSeconds(8))
				.until(() -> client.socket().connected() && application.worker(blocked).sessions() == 2);
			assertThat(client.emitWithAck("worker")).as("the same address, the same worker").containsExactly(blocked);
			assertThat(polling.emitWithAck("worker")).containsExactly(blocked);
			latch.countDown();
		}
	}

	@Test
	void aWorkerThatIsBeingRemovedGoesWhenItStaysBlocked() {
		CountDownLatch latch = new CountDownLatch(1);
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "sticky-cluster.workers.blocked-after=200ms",
				"sticky-cluster.workers.restart-after=1s"); JavaClient client = connectTo("node-2", application)) {
			application.store().blockUntil(latch, false);
			application.operations().resize(1);
			client.socket().emit("block");
			await().until(() -> application.registry().table().find("node-2").isEmpty());
			assertThat(application.operations().count()).isEqualTo(1);
			assertThat(application.store().statesOf("node-2")).containsExactly(WorkerState.STARTING, WorkerState.UP,
					WorkerState.DRAINING, WorkerState.DOWN);
			await().until(client.socket()::connected);
			assertThat(client.emitWithAck("worker")).containsExactly("node-1");
			application.operations().resize(2);
			assertThat(application.state("node-2")).as("its number is free again").isEqualTo(WorkerState.UP);
			latch.countDown();
		}
	}

	@Test
	void aDrainedWorkerThatStaysBlockedIsReplacedAndStaysDraining() {
		CountDownLatch latch = new CountDownLatch(1);
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "sticky-cluster.workers.blocked-after=200ms",
				"sticky-cluster.workers.restart-after=1s"); JavaClient client = connectTo("node-2", application)) {
			application.store().blockUntil(latch, false);
			application.operations().drain("node-2");
			client.socket().emit("block");
			await().until(() -> application.worker("node-2").statistics().restarts() == 1);
			assertThat(application.store().statesOf("node-2")).containsExactly(WorkerState.STARTING, WorkerState.UP,
					WorkerState.DRAINING, WorkerState.DOWN, WorkerState.STARTING, WorkerState.DRAINING);
			await().until(client.socket()::connected);
			assertThat(client.emitWithAck("worker")).containsExactly("node-1");
			application.operations().resume("node-2");
			assertThat(application.state("node-2")).isEqualTo(WorkerState.UP);
			try (JavaClient back = connectTo("node-2", application)) {
				assertThat(back.emitWithAck("worker")).containsExactly("node-2");
			}
			latch.countDown();
		}
	}

	@Test
	void aWorkerThatStaysBlockedIsNeverReplacedIfNotWanted() {
		CountDownLatch latch = new CountDownLatch(1);
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "sticky-cluster.workers.blocked-after=200ms",
				"sticky-cluster.workers.restart-after=0"); JavaClient client = connectTo("node-2", application)) {
			application.store().blockUntil(latch, true);
			client.socket().emit("block");
			await().until(() -> application.entry("node-2").blocked());
			await().during(Duration.ofSeconds(1)).until(() -> application.state("node-2") == WorkerState.UP);
			assertThat(application.worker("node-2").statistics().restarts()).isZero();
			latch.countDown();
			assertThat(client.emitWithAck("worker")).containsExactly("node-2");
		}
	}

	@Test
	void eachChangeIsLoggedOnceWithItsReason(CapturedOutput output) throws Exception {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "sticky-cluster.workers.disconnect-window=10ms")) {
			int before = output.getOut().length();
			application.operations().restart("node-1").get(10, TimeUnit.SECONDS);
			await().untilAsserted(() -> assertThat(
					output.getOut().substring(before).lines().filter((line) -> line.contains("Worker node-1 is ")))
				.satisfiesExactly((line) -> assertThat(line).contains("node-1 is DRAINING: restart requested"),
						(line) -> assertThat(line).contains("node-1 is DOWN: stopped for the restart"),
						(line) -> assertThat(line).contains("node-1 is UP: listens on internal port ")));
		}
	}

	/**
	 * Connects from the first address whose sessions go to the worker.
	 */
	private static JavaClient connectTo(String worker, OperatedApplication application) {
		for (int i = 1; i < 100; i++) {
			JavaClient client = connect(application, "127.0.0." + i);
			if (worker.equals(client.emitWithAck("worker")[0])) {
				return client;
			}
			client.close();
		}
		throw new AssertionError("No address is that of " + worker);
	}

	private static JavaClient connect(OperatedApplication application, String source) {
		return connect(application, source, "websocket");
	}

	private static JavaClient connect(OperatedApplication application, String source, String transport) {
		return JavaClient.connect(application.port(), source, (options) -> {
			options.transports = new String[] { transport };
			// While their worker is DOWN they would go to another one, and stay there.
			options.reconnectionDelay = 1_500;
			options.reconnectionDelayMax = 1_500;
		});
	}

}
