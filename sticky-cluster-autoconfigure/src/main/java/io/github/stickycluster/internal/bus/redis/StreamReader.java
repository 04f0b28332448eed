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

package io.github.stickycluster.internal.bus.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.stream.ByteRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;

/**
 * Reads the stream on a thread of its own, from the end that the stream has at the start.
 * Resumes at its position after the loss of a connection.
 */
final class StreamReader {

	private static final Logger logger = LoggerFactory.getLogger(StreamReader.class);

	private static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

	private static final int MOST_ENTRIES = 256;

	private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 1000;

	private final RedisConnections connections;

	private final byte[] key;

	private final byte[] field = StreamWriter.FIELD.getBytes(StandardCharsets.UTF_8);

	private final StreamReadOptions blocking;

	private final Consumer<byte[]> reader;

	private final Thread thread = new Thread(this::run, "sticky-cluster-bus-reader");

	private volatile boolean closed;

	private volatile boolean failing;

	private volatile long lastAnswer;

	private EntryId begin = EntryId.ZERO;

	private EntryId position = EntryId.ZERO;

	/**
	 * How many are asked for: fewer after a failure, since large ones may not come within
	 * the time that a command has.
	 */
	private int entries = MOST_ENTRIES;

	StreamReader(RedisConnections connections, RedisSettings settings, Consumer<byte[]> reader) {
		this.connections = connections;
		this.key = settings.streamKey();
		this.reader = reader;
		long block = Math.min(LONGEST_BLOCK.toMillis(), Math.max(1, connections.commandTimeout().toMillis() / 2));
		this.blocking = StreamReadOptions.empty().block(Duration.ofMillis(block));
		this.thread.setDaemon(true);
	}

	/**
	 * Finds the stream's end, from which it then reads.
	 */
	void start() {
		RedisConnection connection = this.connections.connect();
		try {
			this.begin = end(connection);
			this.position = this.begin;
			answered();
		}
		finally {
			QuietClose.close(connection);
		}
		this.thread.start();
	}

	boolean isReading() {
		return !this.failing && System.nanoTime() - this.lastAnswer < SILENCE_NANOS;
	}

	void close() {
		this.closed = true;
		this.thread.interrupt();
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(2));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		long pause = FIRST_PAUSE_MILLIS;
		while (!this.closed) {
			try {
				if (readUntilFailure()) {
					pause = FIRST_PAUSE_MILLIS;
				}
			}
			catch (RuntimeException | Error ex) {
				// As for want of memory: nothing may end this thread.
				this.failing = true;
			}
			pause(pause);
			pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
		}
	}

	/**
	 * Reads until that fails.
	 * @return whether reading could begin
	 */
	private boolean readUntilFailure() {
		boolean resumed = false;
		RedisConnection connection = null;
		try {
			connection = this.connections.connect();
			resume(connection);
			resumed = true;
			while (!this.closed) {
				read(connection);
			}
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
		}
		finally {
			close(connection);
		}
		return resumed;
	}

	private static void close(@Nullable RedisConnection connection) {
		if (connection != null) {
			QuietClose.close(connection);
		}
	}

	/**
	 * A stream that ends before the place we have read to is another one: a replica that
	 * lagged behind has become the master, or all data is gone and its clock is behind.
	 * What we meet again is known by its number.
	 */
	private void resume(RedisConnection connection) {
		EntryId end = end(connection);
		if (end.compareTo(this.position) < 0) {
			logger.warn(
					"The Redis stream of the bus ends at entry {}, before entry {}, which this node has read already: "
							+ "Redis has lost entries, for example in a failover. Reading the stream again",
					end, this.position);
			this.position = (end.compareTo(this.begin) < 0) ? end : this.begin;
		}
		answered();
	}

	@SuppressWarnings("unchecked")
	private void read(RedisConnection connection) {
		List<ByteRecord> records = connection.streamCommands()
			.xRead(this.blocking.count(this.entries),
					StreamOffset.create(this.key, ReadOffset.from(this.position.toString())));
		answered();
		if (records == null) {
			return;
		}
		for (ByteRecord entry : records) {
			accept(entry);
			this.position = EntryId.of(entry.getId().getValue());
		}
		this.entries = Math.min(MOST_ENTRIES, this.entries * 2);
	}

	private void accept(ByteRecord entry) {
		for (Map.Entry<byte[], byte[]> present : entry.getValue().entrySet()) {
			if (Arrays.equals(present.getKey(), this.field)) {
				this.reader.accept(present.getValue());
			}
		}
	}

	private EntryId end(RedisConnection connection) {
		List<ByteRecord> newest = connection.streamCommands()
			.xRevRange(this.key, Range.unbounded(), Limit.limit().count(1));
		return (newest == null || newest.isEmpty()) ? EntryId.ZERO : EntryId.of(newest.get(0).getId().getValue());
	}

	private void answered() {
		this.lastAnswer = System.nanoTime();
		this.failing = false;
	}

	private void failed(Throwable ex) {
		if (!this.closed) {
			this.failing = true;
			this.entries = Math.max(1, this.entries / 2);
			logger.debug("Reading from Redis failed at {}", this.position, ex);
		}
	}

	private void pause(long millis) {
		if (this.closed) {
			return;
		}
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted, since the bus closes");
		}
	}

}
