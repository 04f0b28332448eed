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

package io.github.stickycluster.test.socketio;

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.test.engineio.EngineIoPacket;
import tools.jackson.databind.JsonNode;

/**
 * Encodes Socket.IO packets as Engine.IO messages.
 *
 * @since 0.1.0
 */
public final class SocketIoEncoder {

	private SocketIoEncoder() {
	}

	/**
	 * Encodes a packet.
	 * @param packet the packet
	 * @return a text message, followed by a binary message for each attachment
	 */
	public static EngineIoPacket[] encode(SocketIoPacket packet) {
		List<byte[]> attachments = new ArrayList<>();
		JsonNode data = (packet.data() != null) ? Attachments.moveOut(packet.data(), attachments) : null;
		StringBuilder text = new StringBuilder();
		text.append(new PacketHead(packet.type(), !attachments.isEmpty()).digit());
		if (!attachments.isEmpty()) {
			text.append(attachments.size()).append('-');
		}
		if (!packet.namespace().equals("/")) {
			text.append(packet.namespace()).append(',');
		}
		if (packet.ackId() != null) {
			text.append(packet.ackId());
		}
		if (data != null) {
			text.append(data);
		}
		List<EngineIoPacket> encoded = new ArrayList<>();
		encoded.add(EngineIoPacket.message(text.toString()));
		attachments.forEach((attachment) -> encoded.add(EngineIoPacket.binary(attachment)));
		return encoded.toArray(EngineIoPacket[]::new);
	}

}
