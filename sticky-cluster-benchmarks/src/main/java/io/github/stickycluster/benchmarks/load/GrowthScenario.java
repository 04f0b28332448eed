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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.benchmarks.peer.RunningPeer;

/**
 * Connects and echoes beside more and more idle WebSocket clients.
 */
final class GrowthScenario implements Scenario {

	private final List<Integer> sizes;

	private final int echoing;

	private final int atOnce;

	GrowthScenario(List<Integer> sizes, int echoing, int atOnce) {
		this.sizes = List.copyOf(sizes);
		this.echoing = echoing;
		this.atOnce = atOnce;
	}

	static String connectRow(int size) {
		return "connect beside " + size;
	}

	static String echoRow(int size) {
		return "echo beside " + size;
	}

	@Override
	public Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws IOException, InterruptedException {
		Map<String, Sample> samples = new LinkedHashMap<>();
		try (Crowd crowd = new Crowd(generator, peer)) {
			for (int size : this.sizes) {
				crowd.growTo(size, (number) -> Crowd.Messages.NONE);
				Map<String, Sample> connects = new ConnectScenario(connectRow(size), this.atOnce, size)
					.measure(generator, peer, duration);
				connects.forEach((row, sample) -> samples.put(row, sample.and(crowd.failures())));
				samples.putAll(
						new EchoScenario(echoRow(size), this.echoing, Echo.text()).measure(generator, peer, duration));
			}
		}
		return samples;
	}

}
