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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStreamCommands;
import org.springframework.data.redis.connection.stream.ByteRecord;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.connection.stream.StreamRecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StreamReader} with a Redis whose answers do not come in time if they
 * are large.
 */
class StreamReaderTests {

	private static final int BACKLOG = 100;

	/** How many entries come in time. */
	private static final int IN_TIME = 70;

	private final List<Long> asked = new CopyOnWriteArrayList<>();

	private final List<String> heard = new CopyOnWriteArrayList<>();

	@Test
	void whatDoesNotComeInTimeIsReadInSmallerParts() {
		StreamReader reader = new StreamReader(new Connections(), new RedisSettings("test", BACKLOG),
				(frame) -> this.heard.add(new String(frame, StandardCharsets.UTF_8)));
		reader.start();
		try {
			await().until(() -> this.heard.size() == BACKLOG);
			assertThat(this.heard)
				.containsExactlyElementsOf(IntStream.rangeClosed(1, BACKLOG).mapToObj(String::valueOf).toList());
			assertThat(this.asked).startsWith(256L, 128L, 64L);
			await().untilAsserted(() -> assertThat(this.asked).endsWith(256L));
		}
		finally {
			reader.close();
		}
	}

	private List<ByteRecord> read(StreamReadOptions options, StreamOffset<byte[]> offset) throws InterruptedException {
		long count = options.getCount();
		this.asked.add(count);
		int first = Integer.parseInt(offset.getOffset().getOffset().split("-")[0]) + 1;
		int last = (int) Math.min(BACKLOG, first + count - 1);
		if (last - first + 1 > IN_TIME) {
			throw new QueryTimeoutException("Command timed out");
		}
		if (last < first) {
			Thread.sleep(10);
		}
		return IntStream.rangeClosed(first, last).mapToObj(StreamReaderTests::entry).toList();
	}

	private static ByteRecord entry(int number) {
		byte[] frame = String.valueOf(number).getBytes(StandardCharsets.UTF_8);
		return StreamRecords.newRecord()
			.in("stream".getBytes(StandardCharsets.UTF_8))
			.withId(RecordId.of(number + "-0"))
			.ofBytes(Map.of(StreamWriter.FIELD.getBytes(StandardCharsets.UTF_8), frame));
	}

	private final class Connections implements RedisConnections {

		@Override
		public RedisConnection connect() {
			RedisStreamCommands commands = proxy(RedisStreamCommands.class,
					(proxy, method, arguments) -> switch (method.getName()) {
						case "xRevRange" -> List.of();
						case "xRead" -> read((StreamReadOptions) arguments[0], offset(arguments[1]));
						default -> throw new UnsupportedOperationException(method.getName());
					});
			return proxy(RedisConnection.class, (proxy, method, arguments) -> switch (method.getName()) {
				case "streamCommands" -> commands;
				case "close" -> null;
				default -> throw new UnsupportedOperationException(method.getName());
			});
		}

		@SuppressWarnings("unchecked")
		private static StreamOffset<byte[]> offset(Object argument) {
			return ((StreamOffset<byte[]>[]) argument)[0];
		}

		private static <T> T proxy(Class<T> type, InvocationHandler handler) {
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
		}

		@Override
		public Duration commandTimeout() {
			return Duration.ofSeconds(1);
		}

		@Override
		public void close() {
		}

	}

}
