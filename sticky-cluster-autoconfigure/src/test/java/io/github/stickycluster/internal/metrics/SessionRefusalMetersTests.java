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

package io.github.stickycluster.internal.metrics;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the meters of sessions that are refused.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.limits.max-sessions=2", "sticky-cluster.limits.max-connections-per-client=1" })
class SessionRefusalMetersTests {

	private static final HttpRequest HANDSHAKE = HttpRequest.get("/socket.io/?EIO=4&transport=polling");

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private StickyClusterMetrics metrics;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void refusedSessionsAreCountedByTheirLimit() {
		try (Wire one = Wire.from("127.0.9.1", this.port);
				Wire two = Wire.from("127.0.9.2", this.port);
				Wire three = Wire.from("127.0.9.3", this.port)) {
			assertThat(one.exchange(HANDSHAKE).status()).isEqualTo(200);
			assertThat(one.exchange(HANDSHAKE).status()).isEqualTo(429);
			assertThat(two.exchange(HANDSHAKE).status()).isEqualTo(200);
			assertThat(three.exchange(HANDSHAKE).status()).isEqualTo(503);
			assertThat(three.exchange(HANDSHAKE).status()).isEqualTo(503);
		}
		assertThat(refused("max-sessions-per-client")).isEqualTo(1);
		assertThat(refused("max-sessions")).isEqualTo(2);
		assertThat(refused("memory")).isZero();
	}

	private double refused(String reason) {
		return this.registry.get("sticky.cluster.connections.refused").tag("reason", reason).functionCounter().count();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
