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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Version 3: each packet behind its length. As text the length is counted in UTF-16
 * units; as bytes, which clients use when there is a binary message, a flag and one byte
 * for each digit stand in front.
 */
final class Payload3 implements Payload {

	private static final byte END_OF_LENGTH = (byte) 255;

	@Override
	public List<EngineIoPacket> decode(byte[] body) {
		try {
			boolean isText = body.length == 0 || body[0] > 1;
			return isText ? decodeText(new String(body, StandardCharsets.UTF_8)) : decodeBytes(body);
		}
		catch (IndexOutOfBoundsException | NumberFormatException ex) {
			throw new EngineIoException("Not a payload of Engine.IO 3: " + new String(body, StandardCharsets.UTF_8));
		}
	}

	private static List<EngineIoPacket> decodeText(String body) {
		List<EngineIoPacket> packets = new ArrayList<>();
		for (int at = 0; at < body.length();) {
			int colon = body.indexOf(':', at);
			int end = colon + 1 + Integer.parseInt(body.substring(at, colon));
			packets.add(packet(body.substring(colon + 1, end)));
			at = end;
		}
		return packets;
	}

	private static EngineIoPacket packet(String part) {
		return part.startsWith("b4") ? EngineIoPacket.binary(Base64.getDecoder().decode(part.substring(2)))
				: EngineIoPacket.parse(part);
	}

	private static List<EngineIoPacket> decodeBytes(byte[] body) {
		List<EngineIoPacket> packets = new ArrayList<>();
		for (int at = 0; at < body.length;) {
			boolean isText = body[at++] == 0;
			int length = 0;
			for (; body[at] != END_OF_LENGTH; at++) {
				length = length * 10 + body[at];
			}
			byte[] part = Arrays.copyOfRange(body, at + 1, at + 1 + length);
			packets
				.add(isText ? EngineIoPacket.parse(new String(part, StandardCharsets.UTF_8)) : TypedBytes.read(part));
			at += 1 + length;
		}
		return packets;
	}

	@Override
	public Body encode(List<EngineIoPacket> packets) {
		return packets.stream().anyMatch(EngineIoPacket::isBinary) ? encodeBytes(packets) : encodeText(packets);
	}

	private static Body encodeText(List<EngineIoPacket> packets) {
		StringBuilder body = new StringBuilder();
		for (EngineIoPacket packet : packets) {
			String part = packet.encode();
			body.append(part.length()).append(':').append(part);
		}
		return new Body("text/plain;charset=UTF-8", body.toString().getBytes(StandardCharsets.UTF_8));
	}

	private static Body encodeBytes(List<EngineIoPacket> packets) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (EngineIoPacket packet : packets) {
			byte[] part = packet.isBinary() ? TypedBytes.write(packet)
					: packet.encode().getBytes(StandardCharsets.UTF_8);
			body.write(packet.isBinary() ? 1 : 0);
			Integer.toString(part.length).chars().forEach((digit) -> body.write(digit - '0'));
			body.write(END_OF_LENGTH);
			body.writeBytes(part);
		}
		return new Body("application/octet-stream", body.toByteArray());
	}

}
