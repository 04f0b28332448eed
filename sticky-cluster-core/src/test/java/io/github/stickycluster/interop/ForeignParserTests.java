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

package io.github.stickycluster.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.internal.socketio.Warnings;
import io.github.stickycluster.testkit.RecordedLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client whose parser is not Socket.IO's own, which the server cannot understand.
 */
@Tag("once")
@Timeout(60)
class ForeignParserTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(Warnings.class.getName());

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void theLogTellsWhatToChange(String way) throws Exception {
		try (InteropServer server = new InteropServer()) {
			assertThat(run(way, server.url())).isNotEqualTo("connected");
			await().untilAsserted(() -> assertThat(this.log.events()).extracting(ILoggingEvent::getFormattedMessage)
				.singleElement()
				.asString()
				.contains("Closed a session at the first packet of its client", "socket.io-msgpack-parser"));
		}
	}

	private static String run(String way, String url) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("node", "msgpack-client.js", way, url)
			.directory(Path.of("src", "test", "node").toFile())
			.redirectErrorStream(true)
			.start();
		String how = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return how;
	}

}
