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

package io.github.stickycluster.internal.transport;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link ShiftedTicker} with all kinds of event loops.
 */
@Timeout(60)
class ShiftedTickerTests {

	/** Of the system's time, on a machine that does other things too. */
	private static final Duration SOON = Duration.ofSeconds(10);

	private final ShiftedTicker ticker = new ShiftedTicker();

	static Stream<IoTransport> transports() {
		return Stream.of(IoTransport.values()).filter((transport) -> transport.unavailabilityCause() == null);
	}

	private EventLoopGroup newGroup(IoTransport transport, int threads) {
		return transport.newGroup(threads, new DefaultThreadFactory("shifted", true), (failure) -> {
		}, this.ticker);
	}

	@ParameterizedTest
	@MethodSource("transports")
	void runsTimersInTheirOrderWhateverTheirLoop(IoTransport transport) {
		EventLoopGroup group = newGroup(transport, 2);
		try {
			Queue<String> ran = new ConcurrentLinkedQueue<>();
			EventLoop first = group.next();
			EventLoop second = group.next();
			first.schedule(() -> ran.add("a minute"), 1, TimeUnit.MINUTES);
			second.schedule(() -> {
				ran.add("20 s");
				first.schedule(() -> ran.add("20 s and 20 s"), 20, TimeUnit.SECONDS);
			}, 20, TimeUnit.SECONDS);
			second.schedule(() -> ran.add("an hour"), 1, TimeUnit.HOURS);
			this.ticker.advance(Duration.ofSeconds(61));
			assertThat(ran).containsExactly("20 s", "20 s and 20 s", "a minute");
		}
		finally {
			EventLoopGroups.shutDown(List.of(group));
		}
	}

	@ParameterizedTest
	@MethodSource("transports")
	void lateTimersAreNotAsLateAsTimeHasPassed(IoTransport transport) {
		EventLoopGroup group = newGroup(transport, 1);
		try {
			EventLoop loop = group.next();
			Future<?> waiting = loop.schedule(() -> {
			}, 60, TimeUnit.SECONDS);
			this.ticker.advance(Duration.ofMillis(59_500));
			assertThat(waiting).succeedsWithin(SOON);
			Future<?> next = loop.schedule(() -> {
			}, 100, TimeUnit.MILLISECONDS);
			assertThat(next).succeedsWithin(SOON);
		}
		finally {
			EventLoopGroups.shutDown(List.of(group));
		}
	}

	@Test
	void runsTheTasksOfATimer() {
		ScheduledExecutorService timer = this.ticker.newTimer("timer");
		Future<Integer> task = timer.schedule(() -> 1, 1, TimeUnit.DAYS);
		this.ticker.advance(Duration.ofDays(1));
		assertThat(task).isDone();
		timer.shutdownNow();
	}

	@Test
	void timerThatSetsItselfAgainDoesNotStopTheTime() {
		EventLoopGroup group = newGroup(IoTransport.NIO, 1);
		try {
			EventLoop loop = group.next();
			loop.scheduleAtFixedRate(() -> {
			}, 0, 1, TimeUnit.MICROSECONDS);
			Future<?> later = loop.schedule(() -> {
			}, 50, TimeUnit.MILLISECONDS);
			this.ticker.advance(Duration.ofMillis(50));
			assertThat(later).succeedsWithin(SOON);
		}
		finally {
			EventLoopGroups.shutDown(List.of(group));
		}
	}

	@Test
	void forgetsLoopsThatHaveEnded() {
		EventLoopGroup group = newGroup(IoTransport.NIO, 1);
		EventLoopGroups.shutDown(List.of(group));
		this.ticker.advance(Duration.ofHours(1));
	}

	@Test
	void refusesWhatWouldWaitForItself() {
		EventLoopGroup group = newGroup(IoTransport.NIO, 1);
		try {
			Future<?> task = group.submit(
					() -> assertThatIllegalStateException().isThrownBy(() -> this.ticker.advance(Duration.ofSeconds(1)))
						.withMessageContaining("shifted"));
			assertThat(task).succeedsWithin(SOON);
			assertThatIllegalArgumentException().isThrownBy(() -> this.ticker.advance(Duration.ofSeconds(-1)));
		}
		finally {
			EventLoopGroups.shutDown(List.of(group));
		}
	}

}
