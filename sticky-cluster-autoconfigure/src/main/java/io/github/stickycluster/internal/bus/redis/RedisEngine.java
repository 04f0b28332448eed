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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.stickycluster.internal.bus.Engine;
import org.jspecify.annotations.Nullable;

/**
 * An engine on one Redis stream, of which Redis keeps the newest entries.
 * <p>
 * Appending and reading have a connection each, which is replaced after each failure, so
 * that Lettuce never repeats a command by itself.
 */
public final class RedisEngine implements Engine {

	private final Supplier<RedisConnections> connections;

	private final RedisSettings settings;

	private @Nullable Running running;

	/**
	 * Creates an engine that is not yet open.
	 * @param connections makes what connects to Redis, each time that the engine is
	 * opened
	 * @param settings the stream's settings
	 */
	public RedisEngine(Supplier<RedisConnections> connections, RedisSettings settings) {
		this.connections = connections;
		this.settings = settings;
	}

	@Override
	public String name() {
		return "Redis";
	}

	@Override
	public synchronized void open(Consumer<byte[]> reader) {
		RedisConnections opened = this.connections.get();
		try {
			StreamReader streamReader = new StreamReader(opened, this.settings, reader);
			streamReader.start();
			this.running = new Running(opened, streamReader, new StreamWriter(opened, this.settings));
		}
		catch (RuntimeException ex) {
			opened.close();
			throw ex;
		}
	}

	@Override
	public void append(List<byte[]> frames) {
		Running present = running();
		if (present == null) {
			throw new IllegalStateException("The connection to Redis is closed");
		}
		present.writer.append(frames);
	}

	@Override
	public boolean isReading() {
		Running present = running();
		return present != null && present.reader.isReading();
	}

	@Override
	public void close() {
		Running present;
		synchronized (this) {
			present = this.running;
			this.running = null;
		}
		if (present != null) {
			present.reader.close();
			present.writer.close();
			present.connections.close();
		}
	}

	private synchronized @Nullable Running running() {
		return this.running;
	}

	private record Running(RedisConnections connections, StreamReader reader, StreamWriter writer) {

	}

}
