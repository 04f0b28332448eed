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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what a child writes to this process's log, each line under a logger with the
 * worker's id, and remembers the last lines.
 */
final class ChildOutput implements Runnable {

	/** The loggers are named so, with the worker's id behind. */
	static final String LOGGER = "sticky-cluster.";

	/** What is longer becomes several lines, so that no child can fill this heap. */
	static final int LONGEST_LINE = 16_384;

	private static final int MOST_LINES = 100;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final Logger logger = LoggerFactory.getLogger(ChildOutput.class);

	private final Process process;

	private final Logger out;

	private final Thread thread;

	private final Deque<String> last = new ArrayDeque<>();

	private final StringBuilder line = new StringBuilder();

	private int before = -1;

	private Level level = Level.INFO;

	private ChildOutput(Process process, String worker) {
		this.process = process;
		this.out = LoggerFactory.getLogger(LOGGER + worker);
		this.thread = new Thread(this, "sticky-cluster-log-" + worker);
		this.thread.setDaemon(true);
	}

	static ChildOutput follow(Process process, String worker) {
		ChildOutput output = new ChildOutput(process, worker);
		output.thread.start();
		return output;
	}

	@Override
	public void run() {
		try (Reader reader = this.process.inputReader(Charset.defaultCharset())) {
			boolean more = true;
			while (more) {
				more = readSome(reader);
			}
		}
		catch (IOException ex) {
			logger.debug("The output of process {} cannot be read", this.process.pid(), ex);
		}
	}

	/**
	 * Reads until the end, or until something fails, as for want of memory. Somebody must
	 * go on reading: the process blocks when nobody takes what it writes.
	 * @return whether there may be more
	 */
	private boolean readSome(Reader reader) throws IOException {
		try {
			read(reader);
			return false;
		}
		catch (RuntimeException | Error ex) {
			this.line.setLength(0);
			LockSupport.parkNanos(PAUSE_NANOS);
			return true;
		}
	}

	private void read(Reader reader) throws IOException {
		for (int next = reader.read(); next >= 0; next = reader.read()) {
			boolean end = next == '\n' || next == '\r';
			boolean ended = next == '\n' && this.before == '\r';
			this.before = next;
			if ((end && !ended) || this.line.length() == LONGEST_LINE) {
				write(this.line.toString());
				this.line.setLength(0);
			}
			if (!end) {
				this.line.append((char) next);
			}
		}
		if (!this.line.isEmpty()) {
			write(this.line.toString());
		}
	}

	private void write(String line) {
		synchronized (this.last) {
			if (this.last.size() == MOST_LINES) {
				this.last.removeFirst();
			}
			this.last.addLast(line);
		}
		this.level = levelOf(line, this.level);
		this.out.atLevel(this.level).log("{}", withoutLevel(line));
	}

	/**
	 * A line that begins with no level, such as one of a stack trace, goes with the one
	 * before.
	 */
	private static Level levelOf(String line, Level before) {
		for (Level candidate : Level.values()) {
			if (line.startsWith(candidate.name() + " ")) {
				return candidate;
			}
		}
		return before;
	}

	private static String withoutLevel(String line) {
		for (Level candidate : Level.values()) {
			if (line.startsWith(candidate.name() + " ")) {
				return line.substring(candidate.name().length()).stripLeading();
			}
		}
		return line;
	}

	/**
	 * Returns the last lines, when the process has exited.
	 */
	List<String> tail() {
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		synchronized (this.last) {
			return List.copyOf(this.last);
		}
	}

}
