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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.Swarm;
import io.github.stickycluster.worker.FinishedOperation;
import io.github.stickycluster.worker.WorkerState;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Workers that die.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FailingWorkerTests {

	@Test
	void killingOneWorkerOfEightReconnectsExactlyItsSessions() {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=8",
				"test.restart-backoff=2s"); Swarm swarm = Swarm.connect(application.port(), 1_000)) {
			int sessions = application.worker("node-3").sessions();
			assertThat(sessions).isBetween(80, 175);
			kill(application, "node-3");
			await().until(() -> application.state("node-3") == WorkerState.DOWN);
			await().until(() -> swarm.reconnected() == sessions);
			swarm.awaitConnected(Duration.ofSeconds(5));
			await().until(() -> application.state("node-3") == WorkerState.UP);
			assertThat(swarm.reconnected()).as("neither less nor more, and nobody goes back").isEqualTo(sessions);
			assertThat(application.worker("node-3").sessions()).isZero();
			await().until(() -> application.worker("node-3").statistics().restarts() == 1);
		}
	}

	@Test
	void anOutOfMemoryErrorEndsItsSessionAndNotTheWorker() {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=1");
				JavaClient hungry = connect(application);
				JavaClient other = connect(application)) {
			List<Object> ends = hungry.received("disconnect");
			List<Object> endsOfTheOther = other.received("disconnect");
			hungry.socket().emit("run-out-of-memory");
			await().until(() -> hungry.socket().connected() && ends.size() == 1);
			await().during(Duration.ofMillis(500))
				.until(() -> application.worker("node-1").statistics().restarts() == 0);
			assertThat(endsOfTheOther).isEmpty();
			assertThat(application.worker("node-1").sessions()).isEqualTo(2);
			assertThat(application.worker("node-1").statistics().sessionsClosed(CloseReason.OUT_OF_MEMORY)).isOne();
		}
	}

	@Test
	void whatBecomesOfAnOldServerIsNotTheNewOnes() throws Exception {
		CountDownLatch memoryRunsOut = new CountDownLatch(1);
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=1",
				"sticky-cluster.workers.disconnect-window=10ms", "sticky-cluster.listeners.executor=listenerThreads");
				JavaClient client = connect(application)) {
			application.store().blockUntil(memoryRunsOut, false);
			client.socket().emit("block-and-run-out-of-memory");
			await().until(() -> application.worker("node-1").pendingCalls() == 1);
			application.operations().restart("node-1").get(20, TimeUnit.SECONDS);
			assertThat(application.state("node-1")).isEqualTo(WorkerState.UP);
			memoryRunsOut.countDown();
			await().during(Duration.ofSeconds(1)).until(() -> application.state("node-1") == WorkerState.UP);
			assertThat(application.worker("node-1").statistics().restarts()).isEqualTo(1);
		}
		finally {
			memoryRunsOut.countDown();
		}
	}

	@Test
	void aCrashLoopBacksOffAndEndsInDownUntilAnOperatorRestarts(CapturedOutput output) throws Exception {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=2",
				"test.restart-backoff=100ms", "test.restart-attempts=4"); JavaClient client = connect(application)) {
			int before = application.store().starts().size();
			application.store().refuseStarts = true;
			kill(application, "node-1");
			await().until(() -> application.operations().isGivenUp("node-1"));
			List<Long> starts = application.store().starts().subList(before, application.store().starts().size());
			assertThat(starts).hasSize(3);
			assertThat(Duration.ofNanos(starts.get(1) - starts.get(0))).isGreaterThan(Duration.ofMillis(200));
			assertThat(Duration.ofNanos(starts.get(2) - starts.get(1))).isGreaterThan(Duration.ofMillis(400));
			assertThat(application.state("node-1")).isEqualTo(WorkerState.DOWN);
			assertThat(application.state("node-2")).isEqualTo(WorkerState.UP);
			assertThat(output).contains("Worker node-1 has died: an event loop has ended",
					"Worker node-1 is started again in 0.4 s (failure 3 of 4)",
					"Worker node-1 stays DOWN after 4 failures in a row");
			Health health = health(application);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("givenUp", List.of("node-1"));
			assertThat(health.getDetails().get("workers")).asString()
				.contains("node-1=WorkerHealth[state=DOWN", "node-2=WorkerHealth[state=UP");
			assertThatExceptionOfType(ExecutionException.class).as("no use, it fails again")
				.isThrownBy(() -> application.operations().restart("node-1").get(10, TimeUnit.SECONDS));
			application.store().refuseStarts = false;
			application.operations().restart("node-1").get(5, TimeUnit.SECONDS);
			assertThat(application.state("node-1")).isEqualTo(WorkerState.UP);
			assertThat(health(application).getStatus()).isEqualTo(Status.UP);
			await().until(client.socket()::connected);
		}
	}

	@Test
	void aWorkerThatWasGivenUpIsTriedNowAndThenAndComesBackByItself(CapturedOutput output) {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=2",
				"test.restart-backoff=20ms", "test.restart-attempts=2")) {
			application.store().refuseStarts = true;
			kill(application, "node-1");
			await().until(() -> application.operations().isGivenUp("node-1"));
			int tried = application.store().starts().size();
			Instant nextTry = application.operations().nextTry("node-1");
			assertThat(nextTry).isAfter(Instant.now());
			assertThat(health(application).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(application).getDetails().get("workers")).asString()
				.contains("nextTry=" + nextTry.toString().substring(0, 17));
			await().until(() -> application.store().starts().size() > tried);
			assertThat(Instant.now()).isAfterOrEqualTo(nextTry);
			await().until(() -> output.toString().contains("Worker node-1 is still DOWN after 3 failures in a row"));
			assertThat(output).contains("Worker node-1 stays DOWN after 2 failures in a row");
			application.store().refuseStarts = false;
			await().until(() -> application.state("node-1") == WorkerState.UP);
			assertThat(application.operations().isGivenUp("node-1")).isFalse();
			assertThat(application.operations().nextTry("node-1")).isNull();
			assertThat(health(application).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void whatAllWorkersLackIsCountedOnceAndAllComeBack(CapturedOutput output) {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=4",
				"test.restart-backoff=200ms", "test.restart-attempts=4")) {
			List<String> workers = List.of("node-1", "node-2", "node-3", "node-4");
			application.store().starveStarts = true;
			workers.forEach((worker) -> kill(application, worker));
			await().until(() -> output.toString().contains("(failure 2 of 4 of the node, for lack of memory)"));
			application.store().starveStarts = false;
			await().until(() -> workers.stream().allMatch((worker) -> application.state(worker) == WorkerState.UP));
			assertThat(output).doesNotContain("stays DOWN");
			assertThat(health(application).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void aNodeWhoseWorkersLackMemoryAgainAndAgainIsBrokenUntilOneIsUp() {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=2",
				"test.restart-backoff=20ms", "test.restart-attempts=2")) {
			assertThat(liveness(application)).isEqualTo(LivenessState.CORRECT);
			application.store().starveStarts = true;
			kill(application, "node-1");
			await().until(() -> liveness(application) == LivenessState.BROKEN);
			assertThat(health(application).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(application).getDetails()).containsEntry("broken",
					"the workers fail repeatedly for lack of memory");
			application.store().starveStarts = false;
			await().until(() -> liveness(application) == LivenessState.CORRECT);
			assertThat(application.state("node-1")).isEqualTo(WorkerState.UP);
			assertThat(health(application).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void whatAnErrorHasKeptFromTheDispatcherItIsToldLater() {
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=2")) {
			List<WorkerState> told = new CopyOnWriteArrayList<>();
			AtomicBoolean starving = new AtomicBoolean();
			application.context().getBean(WorkerRegistry.class).addChangeListener((table) -> {
				if (starving.getAndSet(false)) {
					throw new OutOfMemoryError("for the listener");
				}
				told.add(table.find("node-1").orElseThrow().state());
			});
			starving.set(true);
			assertThatExceptionOfType(OutOfMemoryError.class)
				.isThrownBy(() -> application.operations().drain("node-1"));
			assertThat(told).containsExactly(WorkerState.UP);
			await().until(() -> told.contains(WorkerState.DRAINING));
		}
	}

	@Test
	void aDrainedWorkerThatDiesIsReplacedAndStaysDraining() {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "test.restart-backoff=10ms")) {
			application.operations().drain("node-1");
			kill(application, "node-1");
			await().until(() -> application.worker("node-1").statistics().restarts() == 1);
			assertThat(application.store().statesOf("node-1")).containsExactly(WorkerState.STARTING, WorkerState.UP,
					WorkerState.DRAINING, WorkerState.DOWN, WorkerState.STARTING, WorkerState.DRAINING);
			application.operations().resume("node-1");
			assertThat(application.state("node-1")).isEqualTo(WorkerState.UP);
		}
	}

	@Test
	void aRollingRestartLeavesADrainedWorkerAloneThatIsDownAndARestartEndsTheDraining() throws Exception {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "test.restart-backoff=1m",
				"sticky-cluster.workers.disconnect-window=10ms")) {
			application.operations().drain("node-1");
			kill(application, "node-1");
			await().until(() -> application.state("node-1") == WorkerState.DOWN);
			application.operations().rollingRestart().get(10, TimeUnit.SECONDS);
			assertThat(application.state("node-1")).isEqualTo(WorkerState.DOWN);
			application.operations().restart("node-1").get(10, TimeUnit.SECONDS);
			assertThat(application.state("node-1")).isEqualTo(WorkerState.UP);
		}
	}

	@Test
	void aRollingRestartGoesOnWhenAnOperatorRestartsTheWorkerThatItWaitsFor() throws Exception {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "test.restart-backoff=1m",
				"sticky-cluster.workers.disconnect-window=10ms")) {
			application.store().refuseStarts = true;
			Future<Void> rolling = application.operations().rollingRestart();
			await().until(() -> application.store().starts().size() == 3);
			await().until(() -> application.state("node-1") == WorkerState.DOWN);
			application.store().refuseStarts = false;
			application.operations().restart("node-1").get(10, TimeUnit.SECONDS);
			rolling.get(10, TimeUnit.SECONDS);
			assertThat(application.operations().isRolling()).isFalse();
			assertThat(application.worker("node-2").statistics().restarts()).isEqualTo(1);
		}
	}

	@Test
	void theOutcomeOfTheLastRollingRestartIsShown() throws Exception {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=1", "test.restart-attempts=1", "test.restart-backoff=10ms")) {
			assertThat(application.operations().lastOperation()).isNull();
			assertThat(health(application).getDetails()).doesNotContainKey("lastOperation");
			application.store().refuseStarts = true;
			Future<Void> failing = application.operations().rollingRestart();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> failing.get(10, TimeUnit.SECONDS));
			FinishedOperation failed = application.operations().lastOperation();
			assertThat(failed).isNotNull();
			assertThat(failed.action()).isEqualTo("rolling-restart");
			assertThat(failed.ended()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
			assertThat(failed.failure()).startsWith("Worker 'node-1' cannot be started: ");
			assertThat(health(application).getDetails()).containsEntry("lastOperation", failed);
			application.store().refuseStarts = false;
			application.operations().restart("node-1").get(10, TimeUnit.SECONDS);
			application.operations().rollingRestart().get(10, TimeUnit.SECONDS);
			assertThat(application.operations().lastOperation()).isNotNull()
				.satisfies((last) -> assertThat(last.failure()).isNull());
		}
	}

	@Test
	void restartsUnderWayEndWhenTheApplicationShutsDown() {
		Future<Void> rolling;
		Future<Void> restart;
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "test.restart-backoff=1m")) {
			application.store().refuseStarts = true;
			restart = application.operations().restart("node-2");
			rolling = application.operations().rollingRestart();
			await().until(() -> application.store().starts().size() == 4);
			assertThat(List.of(restart, rolling)).noneMatch(Future::isDone);
		}
		for (Future<Void> ended : List.of(restart, rolling)) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> ended.get(0, TimeUnit.SECONDS))
				.withMessageContaining("The application is shutting down");
		}
	}

	@Test
	void aRestartEndsWhenItsWorkerIsRemoved() {
		try (OperatedApplication application = OperatedApplication.start("server.shutdown=immediate",
				"sticky-cluster.workers.count=2", "test.restart-backoff=1m")) {
			application.store().refuseStarts = true;
			Future<Void> restart = application.operations().restart("node-2");
			await().until(() -> application.store().starts().size() == 3);
			application.operations().resize(1);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> restart.get(10, TimeUnit.SECONDS))
				.withMessageContaining("Worker 'node-2' is being removed");
		}
	}

	private static LivenessState liveness(OperatedApplication application) {
		return application.context().getBean(ApplicationAvailability.class).getLivenessState();
	}

	private static Health health(OperatedApplication application) {
		Health health = application.context().getBean("stickyClusterHealthIndicator", HealthIndicator.class).health();
		assertThat(health).isNotNull();
		return health;
	}

	/**
	 * Ends the worker's event loops and with them its connections.
	 */
	private static void kill(OperatedApplication application, String worker) {
		EventLoop loop = application.worker(worker).nextLoop();
		loop.execute(() -> {
		});
		loop.shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS);
	}

	private static JavaClient connect(OperatedApplication application) {
		return JavaClient.connect(application.port(), "127.0.0.1", (options) -> {
			options.transports = new String[] { "websocket" };
			options.reconnectionDelay = 50;
			options.reconnectionDelayMax = 200;
		});
	}

}
