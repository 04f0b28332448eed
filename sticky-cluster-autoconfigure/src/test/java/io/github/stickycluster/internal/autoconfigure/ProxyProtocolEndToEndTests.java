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

package io.github.stickycluster.internal.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The PROXY protocol on a running public port.
 */
class ProxyProtocolEndToEndTests {

	private static final String PROXIES = "sticky-cluster.client-address.trusted-proxies=127.0.0.0/8";

	private static final String REQUIRED = "sticky-cluster.client-address.proxy-protocol=required";

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "openssl" })
	void theHeaderComesBeforeTls(String provider, @TempDir Path folder) {
		Certificates authority = Certificates.of("authority");
		Certificates.write(folder, "server", authority.issue("server"));
		try (RunningApplication application = RunningApplication.start(PROXIES, REQUIRED, "server.shutdown=immediate",
				"sticky-cluster.limits.new-connections-per-client=1", "sticky-cluster.ssl.bundle=public",
				"sticky-cluster.ssl.provider=" + provider,
				"spring.ssl.bundle.pem.public.keystore.certificate=" + folder.resolve("server.crt"),
				"spring.ssl.bundle.pem.public.keystore.private-key=" + folder.resolve("server.key"))) {
			// More than the peer might make itself, which is a proxy.
			for (int i = 0; i <= 10; i++) {
				try (Wire wire = Wire.to(application.port())) {
					wire.send("PROXY TCP4 192.0.2.%d 192.0.2.9 56324 443\r\n".formatted(i));
					HttpAnswer answer = wire.startTls(authority.client(null))
						.get("/socket.io/?EIO=4&transport=polling");
					assertThat(answer.status()).isEqualTo(200);
				}
			}
			Wire withoutHeader = Wire.to(application.port()).send(new byte[] { 22, 3, 1, 0, 0 });
			assertThat(withoutHeader.closesWithin(Duration.ofSeconds(5))).isTrue();
			withoutHeader.close();
		}
	}

	@Test
	void aSilentConnectionIsClosedInTimeWhereTheHeaderIsRequired() {
		try (RunningApplication application = RunningApplication.start(PROXIES, REQUIRED, "server.shutdown=immediate",
				"sticky-cluster.limits.request-head-timeout=300ms")) {
			for (String begun : List.of("", "PROXY TCP4 192.")) {
				Wire wire = Wire.to(application.port()).send(begun);
				assertThat(wire.closesWithin(Duration.ofSeconds(3))).isTrue();
				wire.close();
			}
		}
	}

	@Test
	void offInYamlMeansOff() throws IOException {
		PropertySource<?> yaml = new YamlPropertySourceLoader()
			.load("yaml",
					new ByteArrayResource(
							"sticky-cluster.client-address.proxy-protocol: off".getBytes(StandardCharsets.UTF_8)))
			.get(0);
		assertThat(yaml.getProperty("sticky-cluster.client-address.proxy-protocol")).isEqualTo(false);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(yaml);
		ConfigurationPropertySources.attach(environment);
		assertThat(Binder.get(environment).bind("sticky-cluster", StickyClusterProperties.class).get())
			.extracting((properties) -> properties.clientAddress().proxyProtocol())
			.isEqualTo(ProxyProtocol.OFF);
	}

}
