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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the web server learns where the trusted proxies write {@code Forwarded}.
 */
@SpringBootTest(classes = WebForwardTests.Application.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "server.forward-headers-strategy=native", "sticky-cluster.port=0",
				"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1", "sticky-cluster.web.forward=true",
				"sticky-cluster.client-address.trusted-proxies=127.0.0.9,10.0.0.0/8",
				"sticky-cluster.client-address.header=Forwarded" })
class ForwardedHeaderTests {

	@LocalStickyClusterPort
	private int port;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "for=192.0.2.7;host=chat.example;proto=https | 192.0.2.7 https://chat.example:443",
					"for=192.0.2.7;host=\"chat.example:8443\";proto=https | 192.0.2.7 https://chat.example:8443",
					"for=1.1.1.1;host=evil.example, for=192.0.2.7;host=chat.example | 192.0.2.7 http://chat.example:80",
					"for=192.0.2.7;host=chat.example;proto=https, for=10.0.0.1;host=app;proto=http "
							+ "| 192.0.2.7 https://chat.example:443",
					"for=192.0.2.7 | 192.0.2.7 http://internal:80" })
	void theWebServerLearnsWhatTheProxyWasAsked(String forwarded, String who) {
		try (Wire wire = Wire.from("127.0.0.9", this.port)) {
			HttpRequest request = HttpRequest.get("/who").header("Host", "internal").header("Forwarded", forwarded);
			assertThat(wire.exchange(request).text()).startsWith(who + " ");
		}
	}

}
