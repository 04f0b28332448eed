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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Version 4: packets with record separators between them, binary messages in base64
 * behind a {@code b}.
 */
final class Payload4 implements Payload {

	private static final String SEPARATOR = "\u001e";

	@Override
	public List<EngineIoPacket> decode(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		return Stream.of(text.split(SEPARATOR, -1)).map(Payload4::packet).toList();
	}

	private static EngineIoPacket packet(String part) {
		return part.startsWith("b") ? EngineIoPacket.binary(Base64.getDecoder().decode(part.substring(1)))
				: EngineIoPacket.parse(part);
	}

	@Override
	public Body encode(List<EngineIoPacket> packets) {
		String text = packets.stream().map(Payload4::part).collect(Collectors.joining(SEPARATOR));
		return new Body("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
	}

	private static String part(EngineIoPacket packet) {
		return packet.isBinary() ? "b" + Base64.getEncoder().encodeToString(packet.bytes()) : packet.encode();
	}

}
