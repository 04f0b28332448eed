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

package io.github.stickycluster.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.benchmarks.peer.RunningPeer;

/**
 * Clients that echo over long polling. An operation is one request, each second one a
 * post.
 */
final class PollingScenario implements Scenario {

	private static final int TIMEOUT_SECONDS = 30;

	private final String row;

	private final int clients;

	PollingScenario(String row, int clients) {
		this.row = row;
		this.clients = clients;
	}

	@Override
	public Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws IOException, InterruptedException {
		Window window = new Window(generator, peer);
		CountDownLatch ready = new CountDownLatch(this.clients);
		CountDownLatch ended = new CountDownLatch(this.clients);
		List<PollingClient> polling = new ArrayList<>();
		for (int i = 0; i < this.clients; i++) {
			PollingClient client = new PollingClient(generator, peer, i, window.tally(generator.loopOf(i)), ready,
					ended);
			polling.add(client);
			client.send();
		}
		try {
			if (!ready.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new IOException(ready.getCount() + " clients have no session");
			}
			Sample sample = window.run(duration, (timeout) -> {
				ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
				return (int) ended.getCount();
			});
			return Map.of(this.row, sample);
		}
		finally {
			polling.forEach(PollingClient::close);
		}
	}

}
