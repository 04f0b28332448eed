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
import java.util.Map;

import io.github.stickycluster.benchmarks.peer.RunningPeer;

/**
 * WebSocket clients that do nothing: what each of them takes of the server's heap.
 */
final class IdleScenario implements Scenario {

	private static final int SETTLE_MILLIS = 300;

	private final String row;

	private final int clients;

	IdleScenario(String row, int clients) {
		this.row = row;
		this.clients = clients;
	}

	@Override
	public Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws IOException, InterruptedException {
		Thread.sleep(SETTLE_MILLIS);
		long before = peer.heap();
		try (Crowd crowd = new Crowd(generator, peer)) {
			crowd.growTo(this.clients, (number) -> Crowd.Messages.NONE);
			Thread.sleep(SETTLE_MILLIS);
			double each = (double) (peer.heap() - before) / this.clients;
			return Map.of(this.row, Sample.heap(each, crowd.failures()));
		}
	}

}
