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

package io.github.stickycluster.internal.engineio;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.stickycluster.socketio.Transport;
import io.github.stickycluster.testkit.EngineIoSettingsBuilder;
import io.github.stickycluster.testkit.TestDefaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EngineIoSettings}.
 */
class EngineIoSettingsTests {

	@Test
	void defaultsAreTheReferenceServers() {
		EngineIoSettings settings = TestDefaults.ENGINE_IO;
		assertThat(settings.path()).isEqualTo("/socket.io");
		assertThat(settings.pingInterval()).isEqualTo(Duration.ofSeconds(25));
		assertThat(settings.pingTimeout()).isEqualTo(Duration.ofSeconds(20));
		assertThat(settings.upgradeTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(45));
		assertThat(settings.maxPayload()).isEqualTo(1_000_000);
		assertThat(settings.transports()).isEqualTo(EnumSet.allOf(Transport.class));
		assertThat(settings.allowedOrigins()).isEmpty();
		assertThat(settings.httpCompression()).isFalse();
		assertThat(settings.webSocketCompression()).isFalse();
	}

	@Test
	void aTrailingSlashOfThePathIsDropped() {
		assertThat(EngineIoSettingsBuilder.create().path("/a/b/").build().path()).isEqualTo("/a/b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a", "/a?b", "/a b", "/\u00e9" })
	void refusesPaths(String path) {
		refuses("'socket-io.path' is '" + path + "'", (builder) -> builder.path(path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example.com", "https://example.com/", "https://example.com/x", "https://a?b",
			"https://user@example.com", "**", "https://", "https://a b", "app://a/b", "https://a:x", "https://a:65536",
			"https://[::g]", "https://[::1", "://a", "1a://b", "wss://", "https://a,b", "null:" })
	void refusesOrigins(String origin) {
		refuses("'socket-io.allowed-origins' is '" + origin + "'",
				(builder) -> builder.allowedOrigins(List.of(origin)));
	}

	@Test
	void acceptsOrigins() {
		List<String> origins = List.of("*", "null", "https://example.com", "http://[::1]:8080",
				"http://chat_server:3000", "https://my_host.example.com", "wss://example.com", "ws://a:1", "file://",
				"app://.", "capacitor://localhost", "chrome-extension://abcdefghijklmnop", "HTTPS://Example.COM");
		assertThat(EngineIoSettingsBuilder.create().allowedOrigins(origins).build().allowedOrigins())
			.isEqualTo(origins);
	}

	@Test
	void refusesNumbersOutOfRange() {
		refuses("'socket-io.ping-interval' is '9ms'. Use a duration from 10ms to 86400000ms.",
				(builder) -> builder.pingInterval(Duration.ofMillis(9)));
		refuses("'socket-io.ping-timeout'", (builder) -> builder.pingTimeout(Duration.ofDays(2)));
		refuses("'upgrade-timeout'", (builder) -> builder.upgradeTimeout(Duration.ZERO));
		refuses("'connect-timeout'", (builder) -> builder.connectTimeout(Duration.ofMillis(-1)));
		refuses("'request-timeout'", (builder) -> builder.requestTimeout(Duration.ofMillis(99)));
		refuses("'socket-io.max-payload' is '127'. Use a number from 128 to 1000000000.",
				(builder) -> builder.maxPayload(127));
		refuses("'max-payload-packets'", (builder) -> builder.maxPayloadPackets(0));
		refuses("'socket-io.max-pending-bytes'", (builder) -> builder.maxPendingBytes(1023));
		refuses("'compression-threshold'", (builder) -> builder.compressionThreshold(-1));
		refuses("'socket-io.transports'", (builder) -> builder.transports(Set.of()));
	}

	private static void refuses(String message, UnaryOperator<EngineIoSettingsBuilder> change) {
		EngineIoSettingsBuilder builder = change.apply(EngineIoSettingsBuilder.create());
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
	}

}
