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

package io.github.stickycluster.internal.memory;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.netty.util.internal.OutOfDirectMemoryError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects whether this node is out of memory. At an {@link OutOfMemoryError} of the heap,
 * it releases a reserve, part by part. If the reserve cannot be allocated again at once,
 * the node is {@linkplain #isOut() out of memory} until that succeeds. A node that is out
 * of memory for a minute is {@linkplain #isBroken() broken}.
 * <p>
 * One instance per node. Thread-safe; nothing but {@link #look(long)} allocates.
 */
public final class NodeMemory {

	private static final Logger logger = LoggerFactory.getLogger(NodeMemory.class);

	/** Who has run out of memory may do so again a moment later. */
	private static final long CALM = TimeUnit.SECONDS.toNanos(1);

	/** Each try in vain costs a full collection. */
	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(8);

	/**
	 * Garbage hides room until somebody allocates: then the reserve is tried all the
	 * same.
	 */
	private static final long BLIND = TimeUnit.SECONDS.toNanos(5);

	/** Longer than a session lives whose client has gone, at the default heartbeat. */
	static final long TOO_LONG = TimeUnit.SECONDS.toNanos(60);

	private static final int DEPTH = 8;

	private final Reserve reserve;

	private final LongSupplier heapRoom;

	private final BooleanSupplier directRoom;

	private final AtomicLong times = new AtomicLong();

	/** The collector clears it before it throws an error anywhere in this JVM. */
	private SoftReference<Object> canary = new SoftReference<>(new Object());

	private volatile boolean heapSuspected = true;

	private volatile boolean directSuspected;

	private volatile boolean out;

	private volatile boolean broken;

	/** When memory ran out, as {@link System#nanoTime()}. */
	private volatile long since;

	private volatile long lastLack;

	private long lastTry;

	private long pause;

	private String cause = "";

	private boolean reported;

	NodeMemory(Reserve reserve, LongSupplier heapRoom, BooleanSupplier directRoom) {
		this.reserve = reserve;
		this.heapRoom = heapRoom;
		this.directRoom = directRoom;
	}

	/**
	 * Creates the memory of this JVM's node, with a reserve of a 32nd of the heap, from 1
	 * to 16 MB, that the first {@link #look(long)} takes.
	 * @return the memory, which is not out
	 */
	public static NodeMemory ofThisJvm() {
		Runtime runtime = Runtime.getRuntime();
		return new NodeMemory(Reserve.ofHeap(runtime.maxMemory()),
				() -> runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory(), new DirectRoom());
	}

	/**
	 * Returns whether a failure comes of too little memory.
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
	 * done about it, since that may need the reserve. Whether memory has run out, or
	 * somebody has only asked for too much at once, is found out by the next
	 * {@link #look(long)}: how much is free tells neither, since a collector cannot use
	 * all of it.
	 * @param failure the failure
	 * @return whether it comes of too little memory
	 */
	public boolean notice(Throwable failure) {
		OutOfMemoryError error = lack(failure);
		if (error == null) {
			return false;
		}
		long now = System.nanoTime();
		this.lastLack = now;
		if (isDirect(error)) {
			this.directSuspected = true;
		}
		else {
			this.reserve.release(now);
			this.heapSuspected = true;
		}
		return true;
	}

	private static boolean isDirect(OutOfMemoryError error) {
		String message = error.getMessage();
		return error instanceof OutOfDirectMemoryError || (message != null && message.contains("irect buffer memory"));
	}

	/**
	 * Returns whether the node has no memory to spare: it is to let no new session in,
	 * and to close those that hold most.
	 * @return whether memory ran out and is not yet back
	 */
	public boolean isOut() {
		return this.out;
	}

	/**
	 * Returns whether the node has been out of memory for so long that it cannot be
	 * expected to recover.
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
	 * Finds out whether memory has run out, also by what nobody has told of, and whether
	 * it is back. To be called several times a second, by one thread that an error does
	 * not end: what fails for want of memory is done by the next call.
	 * @param now the time of {@link System#nanoTime()}
	 */
	public void look(long now) {
		boolean cleared = this.canary.get() == null;
		if (cleared && !this.out) {
			this.reserve.release(now);
			this.heapSuspected = true;
		}
		if (this.out) {
			lookWhetherBack(now);
		}
		else {
			lookWhetherOut(now);
		}
		// Last what may fail for want of memory.
		if (cleared) {
			this.canary = new SoftReference<>(new Object());
		}
		if (this.out && !this.reported) {
			logger.warn("Memory ran out ({} is full): new sessions are refused until memory is free again", this.cause);
			this.reported = true;
		}
	}

	private void lookWhetherOut(long now) {
		if (this.heapSuspected) {
			this.heapSuspected = false;
			if (!this.reserve.take()) {
				runOut(now, "the heap");
			}
		}
		if (this.directSuspected) {
			this.directSuspected = false;
			if (!this.directRoom.getAsBoolean()) {
				runOut(now, "direct memory");
			}
		}
	}

	private void runOut(long now, String what) {
		if (this.out) {
			return;
		}
		this.since = now;
		this.lastTry = now;
		this.pause = CALM;
		this.cause = what;
		this.reported = false;
		this.times.incrementAndGet();
		this.out = true;
	}

	private void lookWhetherBack(long now) {
		if (isTimeToTry(now)) {
			this.lastTry = now;
			this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
			this.heapSuspected = false;
			this.directSuspected = false;
			if (this.reserve.take() && this.directRoom.getAsBoolean()) {
				back(now);
				return;
			}
		}
		if (!this.broken && now - this.since >= TOO_LONG) {
			this.broken = true;
			logger.error("Memory has been exhausted for {} s: this node cannot serve and should be restarted",
					TimeUnit.NANOSECONDS.toSeconds(now - this.since));
		}
	}

	private boolean isTimeToTry(long now) {
		boolean visible = this.heapRoom.getAsLong() >= this.reserve.needed();
		return now - this.lastLack >= CALM
				&& now - this.lastTry >= (visible ? this.pause : Math.max(BLIND, this.pause));
	}

	private void back(long now) {
		Duration lasted = Duration.ofNanos(now - this.since);
		this.broken = false;
		this.out = false;
		String times = lasted.toMillis() / 1000.0 + " s";
		if (this.reported) {
			logger.info("Memory is free again after {}: new sessions are accepted", times);
		}
		else {
			logger.warn("Memory had run out ({} was full). Memory is free again after {}: new sessions are accepted",
					this.cause, times);
		}
	}

	/**
	 * Lets the reserve go, when the node stops.
	 */
	public void close() {
		this.reserve.releaseAll();
	}

}
