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

package io.github.stickycluster.internal.log;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testsupport.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LimitedLog}.
 */
class LimitedLogTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(LimitedLogTests.class.getName());

	private final ManualClock clock = new ManualClock();

	private final LimitedLog limited = new LimitedLog(LoggerFactory.getLogger(LimitedLogTests.class), this.clock);

	@Test
	void writesTheFirstWithItsStackAndThenACountAMinute() {
		for (int i = 0; i < 20_000; i++) {
			this.limited.error("save", () -> "A listener of 'save' failed", new IllegalStateException("no room"));
		}
		this.clock.pass();
		assertThat(this.log.events()).singleElement().satisfies((first) -> {
			assertThat(first.getLevel()).isEqualTo(Level.ERROR);
			assertThat(first.getFormattedMessage())
				.isEqualTo("A listener of 'save' failed: java.lang.IllegalStateException: no room");
			assertThat(first.getThrowableProxy()).isNotNull();
		});
		this.clock.passMinute();
		assertThat(this.log.events()).hasSize(2).last().satisfies((second) -> {
			assertThat(second.getFormattedMessage()).endsWith("no room (19999 times in the last minute)");
			assertThat(second.getThrowableProxy()).isNull();
		});
	}

	@Test
	void writesNothingOnTheCallersThread() {
		this.limited.warn("cause", () -> "text");
		assertThat(this.log.events()).isEmpty();
		LimitedLog real = new LimitedLog(LoggerFactory.getLogger(LimitedLogTests.class));
		real.warn("cause", () -> "text");
		await().untilAsserted(() -> assertThat(this.log.events()).singleElement()
			.satisfies((event) -> assertThat(event.getThreadName()).isNotEqualTo(Thread.currentThread().getName())));
	}

	@Test
	void aCauseThatWasQuietForAMinuteIsNewAgain() {
		this.limited.warn("cause", () -> "text", new IllegalStateException());
		this.clock.passMinute();
		this.limited.warn("cause", () -> "text", new IllegalStateException());
		this.clock.pass();
		assertThat(this.log.events()).hasSize(2)
			.allSatisfy((event) -> assertThat(event.getThrowableProxy()).isNotNull());
	}

	@Test
	void theCountShowsAnExampleOfItsMinute() {
		this.limited.warn("cause", () -> "first");
		this.limited.warn("cause", () -> "second");
		this.limited.warn("cause", () -> "third");
		this.clock.passMinute();
		this.limited.warn("cause", () -> "fourth");
		this.clock.passMinute();
		assertThat(messages()).containsExactly("first", "second (2 times in the last minute)",
				"fourth (1 time in the last minute)");
	}

	@Test
	void failuresOfAnotherClassAreAnotherCause() {
		this.limited.warn("cause", () -> "text", new IllegalStateException());
		this.limited.warn("cause", () -> "text", new IllegalArgumentException());
		this.clock.pass();
		assertThat(messages()).hasSize(2);
	}

	@Test
	void linesAndStacksAreBoundedHoweverManyCausesThereAre() {
		for (int i = 0; i < 10_000; i++) {
			this.limited.warn(i, () -> "text", new IllegalStateException());
		}
		this.clock.passMinute();
		assertThat(messages()).hasSizeBetween(256, 258);
		assertThat(this.log.events()).filteredOn((event) -> event.getThrowableProxy() != null).hasSize(10);
	}

	@Test
	void whatAFailureSaysMakesNoSecondLine() {
		String message = "a\r\nWARN fake \u001b[31m" + "x".repeat(999);
		this.limited.warn("cause", () -> "text", new IllegalStateException(message));
		this.clock.pass();
		assertThat(messages()).singleElement()
			.asString()
			.contains("a\\u000d\\u000aWARN fake \\u001b[31mxxx")
			.endsWith("...")
			.hasSizeLessThan(300);
	}

	@Test
	void reportsAgainAfterThereWasNoMemoryForTheTask() {
		AtomicInteger lacking = new AtomicInteger(1);
		LimitedLog starved = new LimitedLog(LoggerFactory.getLogger(LimitedLogTests.class), (task, seconds) -> {
			if (seconds > 0 && lacking.getAndDecrement() > 0) {
				throw new OutOfMemoryError("for the task");
			}
			this.clock.after(task, seconds);
		});
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> starved.warn("one", () -> "first"));
		starved.warn("one", () -> "first");
		starved.warn("two", () -> "second");
		this.clock.passMinute();
		assertThat(messages()).containsExactly("first", "second", "first (1 time in the last minute)");
	}

	private List<String> messages() {
		return this.log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
