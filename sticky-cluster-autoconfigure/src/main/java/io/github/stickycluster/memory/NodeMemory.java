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

package io.github.stickycluster.memory;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.netty.util.internal.OutOfDirectMemoryError;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether this node has memory. At the first {@link OutOfMemoryError} it lets a
 * reserve go and is {@linkplain #isOut() out of memory} until the reserve has been taken
 * again. A node that is out of memory for a minute is {@linkplain #isBroken() broken}.
 * <p>
 * One instance per node. Thread-safe; nothing but {@link #look(long)} allocates.
 */
public final class NodeMemory {

	private static final Logger logger = LoggerFactory.getLogger(NodeMemory.class);

	/** Who has run out of memory may do so again a moment later. */
	private static final long CALM = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Garbage hides room until somebody allocates: then the reserve is tried all the
	 * same.
	 */
	private static final long BLIND = TimeUnit.SECONDS.toNanos(5);

	/** Longer than a session lives whose client has gone, at the default heartbeat. */
	static final long TOO_LONG = TimeUnit.SECONDS.toNanos(60);

	/** The largest chunk that Netty allocates for its pools. */
	private static final long CHUNK = 8 * 1024 * 1024;

	private static final int DEPTH = 8;

	private final Reserve reserve;

	private final LongSupplier heapRoom;

	private final LongSupplier directRoom;

	private final AtomicLong times = new AtomicLong();

	/** The collector clears it before it throws an error anywhere in this JVM. */
	private SoftReference<Object> canary = new SoftReference<>(new Object());

	private volatile boolean out;

	private volatile boolean broken;

	/** When memory ran out, as {@link System#nanoTime()}. */
	private volatile long since;

	private volatile long lastLack;

	private long lastTry;

	private @Nullable String cause;

	private boolean reported;

	NodeMemory(Reserve reserve, LongSupplier heapRoom, LongSupplier directRoom) {
		this.reserve = reserve;
		this.heapRoom = heapRoom;
		this.directRoom = directRoom;
	}

	/**
	 * Makes the memory of this JVM's node, with a reserve of a 32nd of the heap, from 1
	 * to 16 MB, that the first {@link #look(long)} takes.
	 * @return the memory, which is not out
	 */
	public static NodeMemory ofThisJvm() {
		Runtime runtime = Runtime.getRuntime();
		return new NodeMemory(Reserve.ofHeap(runtime.maxMemory()),
				() -> runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory(), NodeMemory::roomOfNetty);
	}

	private static long roomOfNetty() {
		long used = PlatformDependent.usedDirectMemory();
		// Where Netty does not count, every error tells of too little.
		return (used < 0) ? 0 : PlatformDependent.maxDirectMemory() - used;
	}

	/**
	 * Says whether a failure comes of too little memory.
	 * @param failure the failure
	 * @return whether it is an {@link OutOfMemoryError} or was caused by one
	 */
	public static boolean isLack(@Nullable Throwable failure) {
		return lack(failure) != null;
	}

	private static @Nullable OutOfMemoryError lack(@Nullable Throwable failure) {
		Throwable next = failure;
		for (int depth = 0; next != null && depth < DEPTH; depth++) {
			if (next instanceof OutOfMemoryError error) {
				return error;
			}
			next = next.getCause();
		}
		return null;
	}

	/**
	 * Takes notice of a failure that was caught. To be called before anything else is
	 * done about it, since that may need the reserve. Does nothing unless the failure
	 * comes of too little memory, and none is left: somebody may have asked for too much
	 * at once.
	 * @param failure the failure
	 * @return whether it comes of too little memory
	 */
	public boolean notice(Throwable failure) {
		OutOfMemoryError error = lack(failure);
		if (error == null) {
			return false;
		}
		boolean direct = isDirect(error);
		if (direct ? this.directRoom.getAsLong() < CHUNK : isHeapTight()) {
			runOut(direct ? "direct memory" : "the heap");
		}
		return true;
	}

	private static boolean isDirect(OutOfMemoryError error) {
		String message = error.getMessage();
		return error instanceof OutOfDirectMemoryError || (message != null && message.contains("irect buffer memory"));
	}

	private boolean isHeapTight() {
		return this.heapRoom.getAsLong() < this.reserve.needed();
	}

	private synchronized void runOut(String what) {
		long now = System.nanoTime();
		this.lastLack = now;
		if (!this.out) {
			this.reserve.release();
			this.since = now;
			this.lastTry = now;
			this.cause = what;
			this.reported = false;
			this.times.incrementAndGet();
			this.out = true;
		}
	}

	/**
	 * Says whether the node has no memory to spare: it is to let no new session in, and
	 * to close those that hold most.
	 * @return whether memory ran out and is not yet back
	 */
	public boolean isOut() {
		return this.out;
	}

	/**
	 * Says whether the node has been out of memory for so long that it cannot be expected
	 * to recover.
	 * @return whether it has been out for a minute
	 */
	public boolean isBroken() {
		return this.broken;
	}

	/**
	 * Returns since when the node has been out of memory.
	 * @return the moment, or null if it is not out
	 */
	public @Nullable Instant outSince() {
		long begun = this.since;
		return this.out ? Instant.now().minusNanos(System.nanoTime() - begun) : null;
	}

	/**
	 * Returns how often memory ran out.
	 * @return times since the start
	 */
	public long timesOut() {
		return this.times.get();
	}

	/**
	 * Takes the reserve when there is room, and notices what nobody has told. To be
	 * called several times a second, by one thread that an error does not end: what fails
	 * for want of memory is done by the next call.
	 * @param now the time of {@link System#nanoTime()}
	 */
	public void look(long now) {
		if (this.canary.get() == null) {
			if (isHeapTight()) {
				runOut("the heap");
			}
			this.canary = new SoftReference<>(new Object());
		}
		if (!this.out) {
			this.reserve.take();
			return;
		}
		report();
		if (isTimeToTry(now)) {
			this.lastTry = now;
			if (this.reserve.take()) {
				recovered(now);
				return;
			}
		}
		if (!this.broken && now - this.since >= TOO_LONG) {
			this.broken = true;
			logger.error("Memory has been short for {} s: this node cannot serve and should be restarted",
					TimeUnit.NANOSECONDS.toSeconds(now - this.since));
		}
	}

	private boolean isTimeToTry(long now) {
		return now - this.lastLack >= CALM && (!isHeapTight() || now - this.lastTry >= BLIND);
	}

	private void report() {
		if (!this.reported) {
			logger.warn("Memory ran out ({} is full): no new session is let in until there is room again", this.cause);
			this.reported = true;
		}
	}

	private void recovered(long now) {
		Duration lasted = Duration.ofNanos(now - this.since);
		synchronized (this) {
			this.out = false;
			this.broken = false;
		}
		logger.info("There is memory again, after {} s: new sessions are let in", lasted.toMillis() / 1000.0);
	}

	/**
	 * Lets the reserve go, when the node stops.
	 */
	public void close() {
		this.reserve.release();
	}

}
