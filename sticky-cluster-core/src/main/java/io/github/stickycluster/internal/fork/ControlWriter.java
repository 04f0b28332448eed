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

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bus's frames to a control socket, and waits until they are written. Used by
 * one thread at a time.
 * <p>
 * What was not taken in time is still on its way, and nothing is written before it has
 * arrived: attempts would pile up as long as the other side does not take them.
 */
final class ControlWriter {

	private static final long LONGEST_SECONDS = 3;

	private @Nullable Future<?> last;

	/**
	 * Writes.
	 * @param write writes, and tells when it has
	 * @throws IllegalStateException if it takes too long, or fails
	 */
	void append(Supplier<Future<?>> write) {
		await(this.last);
		this.last = write.get();
		await(this.last);
	}

	private static void await(@Nullable Future<?> written) {
		try {
			if (written != null) {
				written.get(LONGEST_SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while writing to the control socket", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The control socket has not accepted a message", ex);
		}
	}

}
