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

package io.github.stickycluster.internal.cluster;

import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.testkit.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServerEvents}.
 */
class ServerEventsTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(ServerEvents.class.getName());

	private final SocketIoJson json = SocketIoJson.using(JsonMapper.builder().build());

	private final ServerEvents events = new ServerEvents(this.json, Runnable::run);

	@Test
	void argumentsThatAListenerDoesNotDeclareAreWarnedOf() {
		this.events.add("/", "sum", new TestServerEvents("a"));
		this.events.on("/", this.json.write("sum", List.of(1, new TestServerEvents.Bytes(new byte[0]))),
				(answer) -> assertThat(answer).isNotNull());
		for (int i = 0; i < 3; i++) {
			this.events.on("/", this.json.write("sum", List.of(1, new TestServerEvents.Bytes(new byte[0]), "secret")),
					(answer) -> assertThat(answer).isNotNull());
		}
		await().untilAsserted(() -> assertThat(this.log.events()).isNotEmpty());
		assertThat(this.log.events()).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Server event 'sum' arrived with 3 arguments, of which a listener declares 2; the others "
					+ "were dropped. Declare more parameters, or send one object");
	}

}
