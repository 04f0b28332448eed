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

package io.github.stickycluster.actuate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.engineio.EngineIoWarnings;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testkit.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests what an operator sees when clients make a node keep nearly as much as they may.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "management.health.redis.enabled=false",
				"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1", "sticky-cluster.node-id=node",
				"sticky-cluster.workers.threads=1", "sticky-cluster.limits.memory=4MB" })
class ShortMemoryTests {

	private static final int LIMIT = 4 * 1024 * 1024;

	private static final int UNFINISHED = 900_000;

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(EngineIoWarnings.class.getName());

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private HealthIndicator stickyClusterHealthIndicator;

	@Test
	void showsInMetersHealthAndOneLineThatMemoryIsShort() {
		assertThat(gauge(StickyClusterMeter.MEMORY_LIMIT, "heap")).isEqualTo(LIMIT);
		assertThat(gauge(StickyClusterMeter.MEMORY_LIMIT, "direct")).isEqualTo(LIMIT);
		assertThat(health().getDetails()).doesNotContainKey("degraded");
		List<Wire> wires = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			wires.add(sendUnfinishedFrame());
		}
		await().untilAsserted(() -> {
			assertThat(gauge(StickyClusterMeter.MEMORY_KEPT, "direct")).isBetween(3.0 * UNFINISHED, (double) LIMIT);
			assertThat(gauge(StickyClusterMeter.MEMORY_KEPT, "heap")).isBetween(3.0 * 2_200, 50_000.0);
			assertThat(health().getStatus()).isEqualTo(Status.UP);
			assertThat(health().getDetails().get("degraded").toString()).contains("Memory is short")
				.containsPattern("worker node-1 use (7[0-9]|8[0-9]) % of its share");
			assertThat(worker().memory()).isBetween(70L, 90L);
		});
		await().untilAsserted(() -> assertThat(this.log.events()).singleElement().satisfies(this::isTheWarning));
		wires.forEach(Wire::close);
		await().untilAsserted(() -> {
			assertThat(gauge(StickyClusterMeter.MEMORY_KEPT, "direct")).isZero();
			assertThat(gauge(StickyClusterMeter.MEMORY_KEPT, "heap")).isZero();
			assertThat(health().getDetails()).doesNotContainKey("degraded");
			assertThat(worker().memory()).isZero();
		});
	}

	private void isTheWarning(ILoggingEvent event) {
		assertThat(event.getLevel()).isEqualTo(Level.WARN);
		assertThat(event.getFormattedMessage()).startsWith("Memory is short: the clients of this JVM use ")
			.contains(" of 4 MB of the heap and ", " of 4 MB of direct memory", "no new session");
	}

	private Wire sendUnfinishedFrame() {
		RawWebSocket webSocket = RawWebSocket.open(this.port, "/socket.io/?EIO=4&transport=websocket");
		webSocket.text();
		webSocket.send("40").text();
		byte[] frame = new byte[UNFINISHED];
		Arrays.fill(frame, (byte) 'x');
		byte[] head = { (byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x0f, 0x42, 0x40, 0, 0, 0, 0 };
		System.arraycopy(head, 0, frame, 0, head.length);
		return webSocket.wire().send(frame);
	}

	private Health health() {
		Health health = this.stickyClusterHealthIndicator.health();
		assertThat(health).isNotNull();
		return health;
	}

	private StickyClusterHealthIndicator.WorkerHealth worker() {
		Map<?, ?> workers = (Map<?, ?>) health().getDetails().get("workers");
		return (StickyClusterHealthIndicator.WorkerHealth) workers.get("node-1");
	}

	private double gauge(StickyClusterMeter meter, String area) {
		return this.meters.get(meter.meterName()).tags("worker", "node-1", "area", area).gauge().value();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
