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

package io.github.stickycluster.operations;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.OpenDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Restart after restart leaves nothing behind. That no buffer leaks is seen by what
 * watches over every test class.
 */
@Timeout(90)
class ManyRestartsTests {

	@Test
	void fiftyRestartsLeakNoThreadPortOrListener() throws Exception {
		// Applications that other tests keep running in this JVM.
		Map<String, Integer> others = clusterThreads();
		try (OperatedApplication application = OperatedApplication.start("sticky-cluster.workers.count=2",
				"sticky-cluster.workers.disconnect-window=0s");
				JavaClient client = JavaClient.connect(application.port(), "127.0.0.1", (options) -> {
					options.transports = new String[] { "websocket" };
					options.reconnectionDelay = 10;
					options.reconnectionDelayMax = 20;
				})) {
			client.emitWithAck("worker");
			Map<String, Integer> threads = clusterThreads();
			long descriptors = OpenDescriptors.count();
			for (int i = 0; i < 50; i++) {
				String worker = "node-" + (1 + i % 2);
				application.operations().restart(worker).get(10, TimeUnit.SECONDS);
			}
			assertThat(application.worker("node-1").statistics().restarts()).isEqualTo(25);
			await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(clusterThreads()).isEqualTo(threads));
			await().atMost(Duration.ofSeconds(30))
				.until(() -> application.worker("node-1").sessions() + application.worker("node-2").sessions() == 1
						&& client.socket().connected());
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(descriptors));
			int before = application.store().messages().size();
			client.emitWithAck("store", "once");
			assertThat(application.store().messages()).as("the listener is there once").hasSize(before + 1);
		}
		await().untilAsserted(() -> assertThat(clusterThreads()).isEqualTo(others));
	}

	/**
	 * How many threads of each kind there are.
	 */
	private static Map<String, Integer> clusterThreads() {
		Map<String, Integer> threads = new TreeMap<>();
		Thread.getAllStackTraces().keySet().forEach((thread) -> {
			if (thread.isAlive() && thread.getName().startsWith("sticky-cluster")) {
				threads.merge(thread.getName(), 1, Integer::sum);
			}
		});
		return threads;
	}

}
