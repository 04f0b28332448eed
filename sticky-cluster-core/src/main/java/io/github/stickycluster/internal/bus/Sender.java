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

package io.github.stickycluster.internal.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.log.LimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what waits in the outbox to the engine, in order, and tries again until the
 * engine has it.
 */
final class Sender implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Sender.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private static final int MOST_MESSAGES = 256;

	private static final long MOST_BYTES = 512 * 1024;

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 1000;

	/** An engine that takes longer than this to take a batch is taken for away. */
	private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);

	private final Engine engine;

	private final Outbox outbox;

	private final Inbox inbox;

	private final BusStatistics statistics;

	private final String nodeId;

	private final long incarnation;

	private volatile boolean stopped;

	private volatile boolean open;

	private volatile boolean failing;

	private volatile boolean appending;

	private volatile long appendingSince;

	private long number;

	/** Of the letters that are being sent, once they are made. */
	private List<byte[]> frames = List.of();

	Sender(Engine engine, Outbox outbox, Inbox inbox, BusStatistics statistics, String nodeId, long incarnation) {
		this.engine = engine;
		this.outbox = outbox;
		this.inbox = inbox;
		this.statistics = statistics;
		this.nodeId = nodeId;
		this.incarnation = incarnation;
	}

	void open() {
		this.engine.open(this.inbox::accept);
		this.open = true;
	}

	boolean isWorking() {
		return this.open && !this.failing && !(this.appending && System.nanoTime() - this.appendingSince > SLOW_NANOS);
	}

	/**
	 * Gives up what is not yet sent.
	 */
	void stop() {
		this.stopped = true;
	}

	@Override
	public void run() {
		try {
			if (!untilDone(this::openUnlessOpen)) {
				return;
			}
			List<Outbox.Letter> letters = next();
			while (!letters.isEmpty()) {
				List<Outbox.Letter> batch = letters;
				if (!untilDone(() -> send(batch))) {
					return;
				}
				this.statistics.countSent(batch.size());
				letters = next();
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The bus was closed before all was sent");
		}
	}

	/**
	 * Waits for letters. A failure, as for want of memory, must not end the thread.
	 */
	private List<Outbox.Letter> next() throws InterruptedException {
		while (true) {
			try {
				return this.outbox.take(MOST_MESSAGES, MOST_BYTES);
			}
			catch (RuntimeException | Error ex) {
				this.outbox.pause(FIRST_PAUSE_MILLIS);
			}
		}
	}

	/**
	 * Sends letters; when it is called again with the same ones, with the same numbers.
	 */
	private void send(List<Outbox.Letter> letters) {
		if (this.frames.isEmpty()) {
			this.frames = frames(letters);
			this.number += letters.size();
		}
		append(this.frames);
		this.frames = List.of();
	}

	private List<byte[]> frames(List<Outbox.Letter> letters) {
		List<byte[]> made = new ArrayList<>(letters.size());
		long next = this.number;
		for (Outbox.Letter letter : letters) {
			next++;
			made.add(new Frame(this.nodeId, this.incarnation, next, letter.target(), letter.message()).toBytes());
		}
		return made;
	}

	private void openUnlessOpen() {
		if (!this.open) {
			open();
		}
	}

	private void append(List<byte[]> frames) {
		this.appendingSince = System.nanoTime();
		this.appending = true;
		try {
			this.engine.append(frames);
		}
		finally {
			this.appending = false;
		}
	}

	/**
	 * Tries until it succeeds, or until it fails when no more shall be sent.
	 */
	private boolean untilDone(Runnable attempt) throws InterruptedException {
		long pause = FIRST_PAUSE_MILLIS;
		while (!this.stopped) {
			try {
				attempt.run();
				quietly(this::succeeded);
				return true;
			}
			catch (RuntimeException | Error ex) {
				boolean first = !this.failing;
				this.failing = true;
				quietly(() -> failed(first, ex));
			}
			if (Thread.interrupted() || !this.outbox.pause(pause)) {
				return false;
			}
			pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
		}
		return false;
	}

	private void succeeded() {
		if (this.failing) {
			this.failing = false;
			this.limited.info("back",
					() -> this.engine.name() + " is reachable again; sending the messages that waited");
		}
	}

	/**
	 * Tells of something. What fails meanwhile, as for want of memory, must neither end
	 * the thread nor send a batch again.
	 */
	private static void quietly(Runnable telling) {
		try {
			telling.run();
		}
		catch (RuntimeException | Error ex) {
			// There is nobody left to tell of this.
		}
	}

	private void failed(boolean first, Throwable ex) {
		if (first) {
			this.limited.warn("away",
					() -> this.engine.name() + " is unreachable, so messages to other nodes wait: " + ex);
		}
		logger.debug("{} is away", this.engine.name(), ex);
	}

}
