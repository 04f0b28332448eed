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

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.engineio.Deadlines.Deadline;
import io.github.stickycluster.internal.http.EventLoops;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * The shared parts of all sessions of one event loop: the mailbox for messages of other
 * threads, the flush at the end of each iteration, and the clock of heartbeats. Every
 * method except {@link #deliver(EngineIoSession, EncodedPacket)} runs on the event loop.
 */
final class SessionLoop {

	/** Deadlines fall due at most this much late, and so many at once. */
	private static final long MAX_TICK = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long TICKS_PER_DELAY = 64;

	/**
	 * How long a session may live of which nothing was seen but the handshake; a client
	 * that is there polls at once.
	 */
	private static final Duration MOST_UNUSED = Duration.ofSeconds(10);

	private final EventLoop eventLoop;

	private final LoopBudget budget;

	private final SharedPackets shared;

	private final Relief relief;

	private final Queue<Delivery> mailbox = PlatformDependent.newMpscQueue();

	private final AtomicBoolean mailboxScheduled = new AtomicBoolean();

	private final Runnable emptying = this::emptyMailbox;

	private final Runnable discarding = this::discardMailbox;

	private final Runnable relieving = this::relieveNow;

	private final Deadlines pings;

	private final Deadlines pongs;

	private final Deadlines clientPings;

	private final Deadlines connects;

	private final Deadlines uses;

	private final Deadlines farewells;

	private final long tick;

	private @Nullable EngineIoSession unflushed;

	private @Nullable Future<?> timer;

	private long timerDue;

	/**
	 * Creates the loop's part of one server.
	 * @param eventLoop the loop
	 * @param settings hold the times
	 * @param budget the loop's account
	 * @param sessions the sessions that live on the loop
	 * @param onShort told when the loop's memory is short
	 */
	SessionLoop(EventLoop eventLoop, EngineIoSettings settings, LoopBudget budget,
			Function<SessionLoop, List<EngineIoSession>> sessions, Runnable onShort) {
		this.eventLoop = eventLoop;
		this.budget = budget;
		this.shared = new SharedPackets(budget);
		this.relief = new Relief(eventLoop, budget, () -> sessions.apply(this), onShort);
		budget.onGrowth(this.relief::onGrowth);
		Duration use = (MOST_UNUSED.compareTo(settings.connectTimeout()) < 0) ? MOST_UNUSED : settings.connectTimeout();
		this.uses = new Deadlines(use, EngineIoSession::onUseTimeout);
		this.pings = new Deadlines(settings.pingInterval(), EngineIoSession::ping);
		this.pongs = new Deadlines(settings.pingTimeout(), EngineIoSession::onHeartbeatMissed);
		this.clientPings = new Deadlines(settings.pingInterval().plus(settings.pingTimeout()),
				EngineIoSession::onHeartbeatMissed);
		this.connects = new Deadlines(settings.connectTimeout(), EngineIoSession::onConnectTimeout);
		this.farewells = new Deadlines(EngineIoSession.FAREWELL, EngineIoSession::onFarewellTimeout);
		long shortest = Math.min(settings.pingInterval().toNanos(), settings.pingTimeout().toNanos());
		shortest = Math.min(shortest, settings.connectTimeout().toNanos());
		this.tick = Math.min(MAX_TICK, shortest / TICKS_PER_DELAY);
	}

	LoopBudget budget() {
		return this.budget;
	}

	SharedPackets shared() {
		return this.shared;
	}

	Relief relief() {
		return this.relief;
	}

	/** Memory has run out; called on any thread. */
	void relieve() {
		if (!this.eventLoop.isShuttingDown()) {
			this.eventLoop.execute(this.relieving);
		}
	}

	private void relieveNow() {
		relief().onOutOfMemory();
	}

	EventLoop eventLoop() {
		return this.eventLoop;
	}

	boolean inEventLoop() {
		return this.eventLoop.inEventLoop();
	}

	/**
	 * Runs a task on the loop, at once if the caller is there, and not at all if the loop
	 * has ended; called on any thread.
	 * @param task the task
	 */
	void run(Runnable task) {
		EventLoops.execute(this.eventLoop, inEventLoop(), task, () -> {
		});
	}

	/**
	 * Sends from another thread: one task for all that is delivered until it runs.
	 * @param session the receiver
	 * @param packet a reference to the packet, taken over
	 */
	void deliver(EngineIoSession session, EncodedPacket packet) {
		this.mailbox.offer(new Delivery(session, packet));
		if (this.mailboxScheduled.compareAndSet(false, true)) {
			try {
				EventLoops.execute(this.eventLoop, this.emptying, this.discarding);
			}
			catch (Error ex) {
				// Else nobody would ask again.
				this.mailboxScheduled.set(false);
				throw ex;
			}
		}
	}

	/** Hands out what other threads sent, before something newer is sent here. */
	void emptyMailbox() {
		this.mailboxScheduled.set(false);
		for (Delivery next = this.mailbox.poll(); next != null; next = this.mailbox.poll()) {
			EncodedPacket packet = next.packet;
			next.session.attempt((session) -> session.onDelivery(packet));
		}
	}

	boolean hasMail() {
		return !this.mailbox.isEmpty();
	}

	/** Flushes the session once, after all that is ready to be read now has been read. */
	void flushLater(EngineIoSession session) {
		if (session.unflushed) {
			return;
		}
		session.unflushed = true;
		session.nextUnflushed = this.unflushed;
		if (this.unflushed == null) {
			EventLoops.execute(this.eventLoop, this::flush, () -> {
			});
		}
		this.unflushed = session;
	}

	void awaitPing(Deadline deadline) {
		arm(this.pings, deadline);
	}

	void awaitPong(Deadline deadline) {
		arm(this.pongs, deadline);
	}

	void awaitClientPing(Deadline deadline) {
		arm(this.clientPings, deadline);
	}

	void awaitConnect(Deadline deadline) {
		arm(this.connects, deadline);
	}

	/** The client shall use what its handshake opened. */
	void awaitUse(Deadline deadline) {
		arm(this.uses, deadline);
	}

	void awaitFarewell(Deadline deadline) {
		arm(this.farewells, deadline);
	}

	private void arm(Deadlines list, Deadline deadline) {
		long now = this.eventLoop.ticker().nanoTime();
		list.arm(deadline, now);
		Future<?> timer = this.timer;
		if (timer == null) {
			schedule(now);
		}
		else if (now + list.nanosToFirst(now) - this.timerDue < -this.tick) {
			timer.cancel(false);
			schedule(now);
		}
	}

	private void onTick() {
		this.timer = null;
		long now = this.eventLoop.ticker().nanoTime();
		try {
			this.pings.expire(now);
			this.pongs.expire(now);
			this.clientPings.expire(now);
			this.connects.expire(now);
			this.uses.expire(now);
			this.farewells.expire(now);
		}
		finally {
			if (this.timer == null) {
				schedule(now);
			}
		}
	}

	private void schedule(long now) {
		long wait = Math.min(this.pings.nanosToFirst(now), this.pongs.nanosToFirst(now));
		wait = Math.min(wait, Math.min(this.clientPings.nanosToFirst(now), this.connects.nanosToFirst(now)));
		wait = Math.min(wait, Math.min(this.farewells.nanosToFirst(now), this.uses.nanosToFirst(now)));
		if (wait != Long.MAX_VALUE && !this.eventLoop.isShuttingDown()) {
			wait = Math.max(wait, this.tick);
			this.timerDue = now + wait;
			this.timer = this.eventLoop.schedule(this::onTick, wait, TimeUnit.NANOSECONDS);
		}
	}

	private void flush() {
		EngineIoSession next = this.unflushed;
		this.unflushed = null;
		while (next != null) {
			EngineIoSession session = next;
			next = session.nextUnflushed;
			session.nextUnflushed = null;
			session.unflushed = false;
			session.attempt(EngineIoSession::flush);
		}
	}

	// The loop is gone, so those who sent to it take its place, one at a time.
	private synchronized void discardMailbox() {
		this.mailboxScheduled.set(false);
		for (Delivery next = this.mailbox.poll(); next != null; next = this.mailbox.poll()) {
			next.packet.release();
		}
	}

	private record Delivery(EngineIoSession session, EncodedPacket packet) {
	}

}
