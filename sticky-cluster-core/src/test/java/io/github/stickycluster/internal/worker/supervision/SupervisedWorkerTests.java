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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.internal.worker.supervision.SupervisedWorker.Plan;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The table of what a supervised worker does in each state and with each plan.
 */
class SupervisedWorkerTests {

	/**
	 * A row for each state, a column for each plan; in a cell what is done, and the state
	 * and the plan afterwards. What is refused changes nothing.
	 */
	private static final String DRAIN = """
			|          | NONE                 | DRAIN                | RESTART              | REMOVE               | SHUT_DOWN            |
			| STARTING | refused              | refused              | refused              | refused              | refused              |
			| UP       | letGo DRAINING DRAIN | letGo DRAINING DRAIN | letGo DRAINING DRAIN | letGo DRAINING DRAIN | letGo DRAINING DRAIN |
			| DRAINING | refused              | refused              | refused              | refused              | refused              |
			| DOWN     | refused              | refused              | refused              | refused              | refused              |
			""";

	private static final String RESUME = """
			|          | NONE    | DRAIN               | RESTART | REMOVE  | SHUT_DOWN |
			| STARTING | refused | refused             | refused | refused | refused   |
			| UP       | refused | refused             | refused | refused | refused   |
			| DRAINING | refused | stay DRAINING DRAIN | refused | refused | refused   |
			| DOWN     | refused | refused             | refused | refused | refused   |
			""";

	private static final String RESTART = """
			|          | NONE                     | DRAIN                    | RESTART | REMOVE  | SHUT_DOWN                |
			| STARTING | refused                  | refused                  | refused | refused | refused                  |
			| UP       | replace DRAINING RESTART | replace DRAINING RESTART | refused | refused | replace DRAINING RESTART |
			| DRAINING | replace DRAINING RESTART | replace DRAINING RESTART | refused | refused | replace DRAINING RESTART |
			| DOWN     | startAgain DOWN NONE     | startAgain DOWN NONE     | refused | refused | startAgain DOWN NONE     |
			""";

	private static final String REMOVE = """
			|          | NONE                      | DRAIN                     | RESTART                   | REMOVE                    | SHUT_DOWN                 |
			| STARTING | removeNow STARTING REMOVE | removeNow STARTING REMOVE | removeNow STARTING REMOVE | removeNow STARTING REMOVE | removeNow STARTING REMOVE |
			| UP       | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     |
			| DRAINING | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     | letGo DRAINING REMOVE     |
			| DOWN     | removeNow DOWN REMOVE     | removeNow DOWN REMOVE     | removeNow DOWN REMOVE     | removeNow DOWN REMOVE     | removeNow DOWN REMOVE     |
			""";

	/** Takes clients: an operator's drain means the worker, not what it runs as. */
	private static final String IS_UP = """
			|          | NONE       | DRAIN            |
			| STARTING | - UP NONE  | - DRAINING DRAIN |
			| DOWN     | - UP NONE  | - DRAINING DRAIN |
			""";

	/** Ended unasked: only an operator's drain outlives it. */
	private static final String FAILS = """
			|          | NONE            | DRAIN            | RESTART         | REMOVE          | SHUT_DOWN       |
			| STARTING | - STARTING NONE | - STARTING DRAIN | - STARTING NONE | - STARTING NONE | - STARTING NONE |
			| DOWN     | - DOWN NONE     | - DOWN DRAIN     | - DOWN NONE     | - DOWN NONE     | - DOWN NONE     |
			""";

	/** The time of a restart or a removal is over; nothing else has one. */
	private static final String IS_LATE = """
			|          | NONE            | DRAIN            | RESTART                  | REMOVE                  | SHUT_DOWN            |
			| UP       | - UP NONE       | - UP DRAIN       | overdue UP RESTART       | overdue UP REMOVE       | - UP SHUT_DOWN       |
			| DRAINING | - DRAINING NONE | - DRAINING DRAIN | overdue DRAINING RESTART | overdue DRAINING REMOVE | - DRAINING SHUT_DOWN |
			""";

	private static final long HOUR = TimeUnit.HOURS.toNanos(1);

	static Stream<Arguments> cells() {
		return Stream
			.of(table("drain", DRAIN, SupervisedWorker::drain), table("resume", RESUME, SupervisedWorker::resume),
					table("restart", RESTART, (worker) -> worker.restart("test")),
					table("remove", REMOVE, (worker) -> worker.remove("test")),
					table("is up", IS_UP, (worker) -> worker.up("test")),
					table("fails", FAILS, (worker) -> worker.failed("test", null)),
					table("is late", IS_LATE, (worker) -> worker.tend(System.nanoTime() + HOUR)))
			.flatMap(List::stream);
	}

	private static List<Arguments> table(String event, String table, Consumer<TestWorker> happens) {
		List<String> lines = table.lines().toList();
		List<String> plans = cells(lines.get(0));
		List<Arguments> arguments = new ArrayList<>();
		for (String line : lines.subList(1, lines.size())) {
			List<String> cells = cells(line);
			for (int column = 1; column < cells.size(); column++) {
				arguments.add(Arguments.of(event, happens, WorkerState.valueOf(cells.get(0)),
						Plan.valueOf(plans.get(column)), cells.get(column)));
			}
		}
		return arguments;
	}

	private static List<String> cells(String line) {
		return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
	}

	@ParameterizedTest(name = "a worker that is {2} with the plan {3} {0}: {4}")
	@MethodSource("cells")
	void doesWhatTheTableSays(String event, Consumer<TestWorker> happens, WorkerState state, Plan plan, String cell) {
		TestWorker worker = TestWorker.in(state, plan);
		if (cell.equals("refused")) {
			assertThatExceptionOfType(WorkerOperationException.class).isThrownBy(() -> happens.accept(worker))
				.withMessageStartingWith("Worker 'test-1' is ");
			assertThat(worker).hasToString("- " + state + " " + plan);
		}
		else {
			happens.accept(worker);
			assertThat(worker).hasToString(cell);
		}
	}

	@Test
	void everyTableHasEachStateThatCanBeMet() {
		assertThat(cells()).hasSize(4 * 20 + 4 + 10 + 10);
	}

	@Test
	void aFailureIsFollowedByAStartWhenItsTimeHasCome() {
		TestWorker worker = TestWorker.in(WorkerState.DOWN, Plan.NONE);
		worker.failed("test", null);
		worker.tend(System.nanoTime());
		assertThat(worker).hasToString("- DOWN NONE");
		assertThat(worker.nextTry()).isNotNull();
		worker.tend(System.nanoTime() + TestWorker.BACKOFF.toNanos());
		assertThat(worker).hasToString("startAgain DOWN NONE");
	}

	@Test
	void whatHasComeToNothingIsStartedAgain() {
		TestWorker worker = TestWorker.in(WorkerState.DOWN, Plan.NONE);
		worker.forgotten = true;
		worker.tend(System.nanoTime());
		assertThat(worker).hasToString("startAgain DOWN NONE");
	}

	@Test
	void oneThatIsRemovedWhileItWaitsIsNotStarted() {
		TestWorker worker = TestWorker.in(WorkerState.DOWN, Plan.NONE);
		worker.failed("test", null);
		worker.remove("test");
		worker.tend(System.nanoTime() + HOUR);
		assertThat(worker).hasToString("removeNow DOWN REMOVE");
		assertThat(worker.nextTry()).isNull();
	}

	@Test
	void whoWaitsForARestartIsServedByTheNextOne() {
		TestWorker worker = TestWorker.in(WorkerState.UP, Plan.NONE);
		CompletableFuture<Void> first = worker.restart("test");
		worker.failed("test", null);
		worker.enter(WorkerState.DOWN, "test");
		assertThat(worker.restart("test")).isSameAs(first);
		assertThat(first).isNotDone();
		worker.up("test");
		assertThat(first).isCompleted();
	}

	@Test
	void whoWaitsForARestartHearsOfTheRemoval() {
		TestWorker worker = TestWorker.in(WorkerState.UP, Plan.NONE);
		CompletableFuture<Void> restarted = worker.restart("test");
		worker.remove("test");
		assertThat(restarted).isCompletedExceptionally();
	}

	@Test
	void afterTooManyFailuresItIsGivenUpUntilItIsRestarted() {
		TestWorker worker = TestWorker.in(WorkerState.DOWN, Plan.NONE);
		for (int i = 1; i < TestWorker.ATTEMPTS; i++) {
			worker.failed("test", null);
			assertThat(worker.isGivenUp()).isFalse();
		}
		worker.failed("test", null);
		assertThat(worker.isGivenUp()).isTrue();
		worker.restart("test");
		assertThat(worker.isGivenUp()).isFalse();
	}

	@Test
	void whatIsVoidIsNotRun() {
		TestWorker worker = TestWorker.in(WorkerState.UP, Plan.NONE);
		List<String> run = new ArrayList<>();
		Runnable planned = worker.unlessVoid(() -> run.add("planned"));
		planned.run();
		worker.drain();
		planned.run();
		assertThat(run).containsExactly("planned");
	}

	/**
	 * Writes down what it is told to do, and does nothing.
	 */
	private static final class TestWorker extends SupervisedWorker {

		static final Duration BACKOFF = Duration.ofSeconds(5);

		static final int ATTEMPTS = 3;

		private final List<String> done = new ArrayList<>();

		private boolean forgotten;

		private TestWorker(TestSupervisor supervisor) {
			super(supervisor, "test-1", 1, new WorkerStatistics());
		}

		static TestWorker in(WorkerState state, Plan plan) {
			TestWorker worker = new TestWorker(new TestSupervisor());
			worker.enter(state, "test");
			worker.plan(plan);
			return worker;
		}

		@Override
		protected @Nullable OwnWorker worker() {
			return null;
		}

		@Override
		protected boolean isEnded() {
			return state() == WorkerState.DOWN;
		}

		@Override
		protected Duration longest(Plan next) {
			return Duration.ofSeconds(1);
		}

		@Override
		protected void startAgain(String reason) {
			this.done.add("startAgain");
		}

		@Override
		protected void replace() {
			this.done.add("replace");
		}

		@Override
		protected void letGo(Duration timeout) {
			this.done.add("letGo");
		}

		@Override
		protected void stay(String reason) {
			this.done.add("stay");
		}

		@Override
		protected void removeNow(String reason) {
			this.done.add("removeNow");
		}

		@Override
		protected boolean isForgotten() {
			return this.forgotten;
		}

		@Override
		protected void overdue() {
			this.done.add("overdue");
		}

		@Override
		public String toString() {
			return (this.done.isEmpty() ? "-" : String.join(",", this.done)) + " " + state() + " " + plan();
		}

	}

	private static final class TestSupervisor extends Supervisor<TestWorker> {

		private TestSupervisor() {
			super(new WorkerSettings("test", 1, 1, 0, 1, false),
					new OperationSettings(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(30),
							Duration.ofSeconds(5), TestWorker.BACKOFF, TestWorker.ATTEMPTS),
					new WorkerRegistry(), NodeMemory.ofThisJvm());
		}

		@Override
		protected TestWorker create(String id, int number, WorkerStatistics kept) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void grow(int number) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void start() {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Void> shutDownGracefully(Duration window, Duration grace) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void stop() {
			throw new UnsupportedOperationException();
		}

		@Override
		public int sessions() {
			return 0;
		}

	}

}
