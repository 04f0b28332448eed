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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts event loops down and closes all of their channels.
 * <p>
 * Netty 4.2 closes the channels of an event loop only in an iteration after the shutdown
 * has begun. With a quiet period of zero, the loop may end before that iteration, and its
 * sockets stay open. A recent task and a quiet period force the iteration.
 * <p>
 * Remove the task and the quiet period when Netty closes the channels without them. To
 * reproduce, call {@code shutdownGracefully(0, 1, SECONDS)} on a group with one open
 * channel, several times: sometimes the socket is still open after the group has
 * terminated.
 */
public final class EventLoopGroups {

	private static final Logger logger = LoggerFactory.getLogger(EventLoopGroups.class);

	private static final long QUIET_PERIOD_MILLIS = 200;

	private static final long TIMEOUT_MILLIS = 5_000;

	private static final long BLOCKED_MILLIS = 6_000;

	private EventLoopGroups() {
	}

	/**
	 * Shuts groups down side by side and waits until their threads have ended, about 0.2
	 * s and at most 5 s.
	 * @param groups the groups
	 */
	public static void shutDown(List<EventLoopGroup> groups) {
		List<Future<?>> ends = new ArrayList<>();
		groups.forEach((group) -> ends.add(shutDownLater(group)));
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS);
		for (Future<?> end : ends) {
			if (!end.awaitUninterruptibly(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				logger.warn(
						"An event loop has not ended within {} ms, because a listener blocks it; continuing without it",
						BLOCKED_MILLIS);
			}
		}
	}

	/**
	 * Begins to shut a group down.
	 * @param group the group
	 * @return ends when its threads have
	 */
	public static Future<?> shutDownLater(EventLoopGroup group) {
		for (EventExecutor loop : group) {
			if (!loop.isShuttingDown()) {
				loop.execute(() -> {
				});
			}
		}
		return group.shutdownGracefully(QUIET_PERIOD_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
	}

}
