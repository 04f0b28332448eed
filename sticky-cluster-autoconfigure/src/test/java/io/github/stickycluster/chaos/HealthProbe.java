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

package io.github.stickycluster.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks for a node's health once a second, as a platform does, straight from its web
 * server. What it answers is not judged here, but that it does.
 */
final class HealthProbe implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final HttpRequest request;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Queue<Long> answeredAfter = new ConcurrentLinkedQueue<>();

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger down = new AtomicInteger();

	HealthProbe(int port) {
		this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
			.timeout(PATIENCE)
			.build();
		this.clock.scheduleAtFixedRate(this::ask, 0, 1, TimeUnit.SECONDS);
	}

	private void ask() {
		long begun = System.nanoTime();
		this.asked.incrementAndGet();
		try {
			int status = this.http.send(this.request, HttpResponse.BodyHandlers.ofString()).statusCode();
			this.answeredAfter.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
			if (status != 200) {
				this.down.incrementAndGet();
			}
		}
		catch (IOException ex) {
			// It counts as unanswered.
		}
		catch (InterruptedException ex) {
			this.asked.decrementAndGet();
			Thread.currentThread().interrupt();
		}
	}

	Latencies latencies() {
		return Latencies.of(this.answeredAfter, this.asked.get());
	}

	/** How many answers said that the node is down. */
	int down() {
		return this.down.get();
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

}
