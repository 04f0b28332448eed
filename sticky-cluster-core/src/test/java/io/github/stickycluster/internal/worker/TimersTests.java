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

package io.github.stickycluster.internal.worker;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class TimersTests {

	private static final Duration SHORT = Duration.ofMillis(5);

	private final Logger logger = (Logger) LoggerFactory.getLogger(Timers.class);

	private final StarvedAppender appender = new StarvedAppender();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Timers timers = new Timers("timers-test", this.failures::add);

	private void letLoggingFail() {
		this.appender.setContext(this.logger.getLoggerContext());
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void stop() {
		this.timers.stop();
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	@Test
	void aPeriodicTaskGoesOnAfterAnErrorThatCannotEvenBeLogged() {
		letLoggingFail();
		AtomicInteger runs = new AtomicInteger();
		this.timers.every(SHORT, () -> {
			runs.incrementAndGet();
			throw new OutOfMemoryError("as far as anybody knows");
		});
		await().until(() -> runs.get() > 3 && this.appender.attempts.get() > 3);
		assertThat(this.failures).hasSizeGreaterThan(3).allMatch(OutOfMemoryError.class::isInstance);
	}

	@Test
	void goesOnWhenNobodyCanEvenBeToldOfAFailure() {
		AtomicInteger runs = new AtomicInteger();
		Timers starved = new Timers("timers-test-starved", (failure) -> {
			throw new StackOverflowError();
		});
		starved.every(SHORT, () -> {
			runs.incrementAndGet();
			throw new IllegalStateException("for the test");
		});
		await().until(() -> runs.get() > 3);
		starved.stop();
	}

	@Test
	void runsTasksWhenTheyAreDueAndThoseDueTogetherInTheirOrder() {
		Queue<Integer> ran = new ConcurrentLinkedQueue<>();
		long begun = System.nanoTime();
		this.timers.after(Duration.ofMillis(60), () -> ran.add(9));
		for (int i = 1; i < 9; i++) {
			int number = i;
			this.timers.after(Duration.ZERO, () -> ran.add(number));
		}
		await().until(() -> ran.size() == 9);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
		assertThat(List.copyOf(ran)).isSorted();
	}

	@Test
	void runsNothingAfterTheStopAndEndsItsThread() {
		AtomicInteger runs = new AtomicInteger();
		Timers stopped = new Timers("timers-test-stopped", this.failures::add);
		stopped.after(Duration.ofMillis(50), runs::incrementAndGet);
		stopped.stop();
		stopped.after(Duration.ZERO, runs::incrementAndGet);
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("timers-test-stopped")));
		assertThat(runs).hasValue(0);
	}

	@Test
	void aPeriodicTaskNeedsNoRoomInTheScheduleAfterItsRun() {
		AtomicInteger runs = new AtomicInteger();
		this.timers.every(SHORT, () -> {
			if (runs.incrementAndGet() == 1) {
				// As many as the schedule has room for at first, and more.
				for (int i = 0; i < 100; i++) {
					this.timers.after(Duration.ofHours(1), () -> {
					});
				}
			}
		});
		await().until(() -> runs.get() > 3);
	}

	/**
	 * Has no memory for any line.
	 */
	private static final class StarvedAppender extends AppenderBase<ILoggingEvent> {

		private final AtomicInteger attempts = new AtomicInteger();

		@Override
		protected void append(ILoggingEvent event) {
			this.attempts.incrementAndGet();
			throw new OutOfMemoryError("for the log");
		}

	}

}
