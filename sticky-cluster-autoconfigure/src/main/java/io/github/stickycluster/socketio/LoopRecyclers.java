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

package io.github.stickycluster.socketio;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Buffers of Jackson's parsers and generators: each event loop has its own, which saves
 * it a shared pool. All other threads, which may be virtual ones and many, share one.
 */
final class LoopRecyclers implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	private final transient RecyclerPool<BufferRecycler> shared;

	private final transient FastThreadLocal<BufferRecycler> own = new FastThreadLocal<>() {

		@Override
		protected BufferRecycler initialValue() {
			return new BufferRecycler();
		}

	};

	/**
	 * Makes a pool.
	 * @param shared the pool of threads that are no event loop's
	 */
	LoopRecyclers(RecyclerPool<BufferRecycler> shared) {
		this.shared = shared;
	}

	/**
	 * A loop's own is linked to no pool, so it is never given back.
	 */
	@Override
	public BufferRecycler acquireAndLinkPooled() {
		return isLoop() ? this.own.get() : this.shared.acquireAndLinkPooled();
	}

	@Override
	public BufferRecycler acquirePooled() {
		return isLoop() ? this.own.get() : this.shared.acquirePooled();
	}

	private static boolean isLoop() {
		return Thread.currentThread() instanceof FastThreadLocalThread;
	}

	@Override
	public void releasePooled(BufferRecycler recycler) {
		// What is linked to the shared pool goes back to it without us.
	}

}
