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

import java.util.concurrent.CompletableFuture;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoopRecyclers}.
 */
class LoopRecyclersTests {

	private final RecyclerPool<BufferRecycler> shared = JsonRecyclerPools.newConcurrentDequePool();

	private final LoopRecyclers recyclers = new LoopRecyclers(this.shared);

	@Test
	void eachLoopHasItsOwn() {
		BufferRecycler one = onLoop();
		assertThat(onLoop()).isNotSameAs(one);
	}

	private BufferRecycler onLoop() {
		CompletableFuture<BufferRecycler> had = new CompletableFuture<>();
		new FastThreadLocalThread(() -> {
			BufferRecycler first = this.recyclers.acquireAndLinkPooled();
			first.releaseToPool();
			assertThat(this.recyclers.acquireAndLinkPooled()).isSameAs(first);
			had.complete(first);
		}).start();
		return had.join();
	}

	@Test
	void otherThreadsGiveTheirsBackToTheSharedPool() {
		BufferRecycler lent = this.recyclers.acquireAndLinkPooled();
		assertThat(this.shared.pooledCount()).isZero();
		lent.releaseToPool();
		assertThat(this.shared.pooledCount()).isEqualTo(1);
		assertThat(this.recyclers.acquireAndLinkPooled()).isSameAs(lent);
	}

	@Test
	void workersUseThemUnlessTheApplicationHasChosenAPool() {
		assertThat(pool(JsonMapper.builder().build())).isInstanceOf(LoopRecyclers.class);
		RecyclerPool<BufferRecycler> chosen = JsonRecyclerPools.threadLocalPool();
		assertThat(pool(JsonMapper.builder(JsonFactory.builder().recyclerPool(chosen).build()).build()))
			.isSameAs(chosen);
	}

	private static RecyclerPool<BufferRecycler> pool(JsonMapper mapper) {
		return new WorkerMapper(mapper).streams()._getRecyclerPool();
	}

}
