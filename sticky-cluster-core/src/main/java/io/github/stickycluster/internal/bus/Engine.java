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

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A log outside of this JVM that all nodes append to and read, on which the
 * {@link EngineBus} is based.
 * <p>
 * Keeps frames in order, at least for a time, and may contain a frame twice if appending
 * was repeated.
 */
public interface Engine {

	/**
	 * Returns the engine's name, for messages to people.
	 * @return such as {@code Redis}
	 */
	String name();

	/**
	 * Connects and begins to read what is appended from now on. Blocks. When it fails,
	 * nothing is left open, and it may be called again.
	 * @param reader called with each frame, one at a time; quick, and throws nothing. An
	 * engine that passes on this node's own frames, too, does so with all of them: then
	 * their coming tells that the engine delivers
	 * @throws RuntimeException if the engine cannot be reached
	 */
	void open(Consumer<byte[]> reader);

	/**
	 * Appends frames, all or, when it fails, perhaps all. Blocks until the engine has
	 * them; called by one thread at a time.
	 * @param frames the frames, at least one
	 * @throws RuntimeException if the engine has not said that it has them
	 */
	void append(List<byte[]> frames);

	/**
	 * Returns whether reading works.
	 * @return whether frames that are appended now would be read soon
	 */
	boolean isReading();

	/**
	 * Returns when this node's part of the engine has last merged with another part from
	 * which it had been split.
	 * @return the time, or {@code null} if that has not happened since the engine was
	 * opened
	 */
	default @Nullable Instant healedAt() {
		return null;
	}

	/**
	 * Stops reading and disconnects; does nothing unless it is open.
	 */
	void close();

}
