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

package io.github.stickycluster.test.engineio;

import java.time.Duration;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contents of the server's OPEN packet.
 *
 * @param sid the session id
 * @param upgrades the transports that the client may upgrade to
 * @param pingInterval time between two pings
 * @param pingTimeout maximum time between a ping and its pong
 * @param maxPayload maximum size of a request's body in bytes; {@link Integer#MAX_VALUE}
 * if the packet does not contain it, as in version 3
 * @since 0.1.0
 */
public record Handshake(String sid, List<String> upgrades, Duration pingInterval, Duration pingTimeout,
		int maxPayload) {

	static Handshake parse(String json) {
		try {
			JsonNode node = JsonMapper.shared().readTree(json);
			return new Handshake(node.required("sid").asString(),
					node.required("upgrades").valueStream().map(JsonNode::asString).toList(),
					Duration.ofMillis(node.required("pingInterval").asLong()),
					Duration.ofMillis(node.required("pingTimeout").asLong()),
					node.path("maxPayload").asInt(Integer.MAX_VALUE));
		}
		catch (JacksonException ex) {
			throw new EngineIoException("Not a handshake of Engine.IO: " + json + " (" + ex.getMessage() + ")");
		}
	}

}
