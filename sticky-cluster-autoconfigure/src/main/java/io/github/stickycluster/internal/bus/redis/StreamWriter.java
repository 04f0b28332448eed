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
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Appends frames to the stream, an entry each. Used by one thread at a time.
 */
final class StreamWriter {

	/** The name of an entry's only field. */
	static final String FIELD = "f";

	/**
	 * One script for a batch: it is all there or not at all, and in order, whatever
	 * happens to the connection. The stream vanishes a day after the last node.
	 */
	private static final String SCRIPT = """
			for i = 2, #ARGV do
			  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', '%s', ARGV[i])
			end
			redis.call('EXPIRE', KEYS[1], 86400)
			return #ARGV - 1
			""".formatted(FIELD);

	private final RedisConnections connections;

	private final byte[] key;

	private final byte[] maxLength;

	private volatile @Nullable RedisConnection connection;

	StreamWriter(RedisConnections connections, RedisSettings settings) {
		this.connections = connections;
		this.key = settings.streamKey();
		this.maxLength = bytes(String.valueOf(settings.maxLength()));
	}

	void append(List<byte[]> frames) {
		RedisConnection present = this.connection;
		try {
			if (present == null) {
				present = this.connections.connect();
				this.connection = present;
			}
			List<byte[]> arguments = new ArrayList<>(frames.size() + 2);
			arguments.add(this.key);
			arguments.add(this.maxLength);
			arguments.addAll(frames);
			present.scriptingCommands().eval(bytes(SCRIPT), ReturnType.INTEGER, 1, arguments.toArray(byte[][]::new));
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	void close() {
		RedisConnection present = this.connection;
		this.connection = null;
		if (present != null) {
			QuietClose.close(present);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
