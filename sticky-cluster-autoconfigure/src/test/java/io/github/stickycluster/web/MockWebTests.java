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

package io.github.stickycluster.web;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that forwards to its web server, in tests without one.
 */
class MockWebTests {

	private static void answersForTheWebServer(int port) {
		Wire wire = Wire.to(port);
		assertThat(wire.exchange(HttpRequest.get("/page")).status()).isEqualTo(502);
		assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).status()).isEqualTo(200);
		wire.close();
	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = { "sticky-cluster.port=0",
			"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1", "sticky-cluster.web.forward=true" })
	class Servlet {

		@LocalStickyClusterPort
		private int port;

		@Test
		void startsAndAnswersForTheWebServer() {
			answersForTheWebServer(this.port);
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class,
			properties = { "spring.main.web-application-type=reactive", "sticky-cluster.port=0",
					"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
					"sticky-cluster.web.forward=true" })
	class Reactive {

		@LocalStickyClusterPort
		private int port;

		@Test
		void startsAndAnswersForTheWebServer() {
			answersForTheWebServer(this.port);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
