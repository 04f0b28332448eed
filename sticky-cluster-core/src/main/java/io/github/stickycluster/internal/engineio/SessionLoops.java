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

package io.github.stickycluster.internal.engineio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.stickycluster.internal.budget.MemoryBudget;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of one server; immutable.
 */
final class SessionLoops {

	private final Map<EventLoop, SessionLoop> loops = new LinkedHashMap<>();

	private final List<SessionLoop> order;

	private final AtomicInteger turn = new AtomicInteger();

	/**
	 * Creates the loops of one server.
	 * @param group the event loops
	 * @param settings hold the times
	 * @param budget gives each loop its share
	 * @param sessions tells the sessions that live on a loop
	 * @param onShort told when a loop's memory is short
	 */
	SessionLoops(EventLoopGroup group, EngineIoSettings settings, MemoryBudget budget,
			Function<SessionLoop, List<EngineIoSession>> sessions, Runnable onShort) {
		List<EventLoop> members = new ArrayList<>();
		for (EventExecutor executor : group) {
			if (executor instanceof EventLoop loop) {
				members.add(loop);
			}
		}
		for (EventLoop loop : members) {
			this.loops.put(loop, new SessionLoop(loop, settings, budget.open(loop, members.size()), sessions, onShort));
		}
		if (this.loops.isEmpty()) {
			throw new IllegalArgumentException("The group has no event loops: " + group);
		}
		this.order = List.copyOf(this.loops.values());
	}

	/**
	 * Where a session on a channel of this loop lives: there, or if the loop belongs to
	 * somebody else, on each of the server's loops in turn.
	 */
	SessionLoop homeFor(EventLoop loop) {
		SessionLoop own = find(loop);
		return (own != null) ? own : this.order.get(Math.floorMod(this.turn.getAndIncrement(), this.order.size()));
	}

	@Nullable SessionLoop find(EventLoop loop) {
		return this.loops.get(loop);
	}

	Collection<SessionLoop> all() {
		return this.order;
	}

}
