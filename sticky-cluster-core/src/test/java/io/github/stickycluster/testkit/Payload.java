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

package io.github.stickycluster.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The ways in which Engine.IO puts several packets into the body of one HTTP message.
 */
public final class Payload {

	private static final String SEPARATOR = "\u001e";

	private Payload() {
	}

	/**
	 * Version 4: packets separated by the record separator, binary ones in base64.
	 * @param packets the packets
	 * @return the body
	 */
	public static String encode4(Message... packets) {
		List<String> parts = new ArrayList<>();
		for (Message packet : packets) {
			parts.add((packet.text() != null) ? packet.text() : "b" + base64(packet.bytes()));
		}
		return String.join(SEPARATOR, parts);
	}

	public static List<Message> decode4(String body) {
		List<Message> packets = new ArrayList<>();
		for (String part : body.split(SEPARATOR, -1)) {
			packets.add(part.startsWith("b") ? Message.of(base64(part.substring(1))) : Message.of(part));
		}
		return packets;
	}

	/**
	 * Version 3 as text: each packet after its length in UTF-16 units, binary in base64.
	 * @param packets the packets
	 * @return the body
	 */
	public static String encode3(Message... packets) {
		StringBuilder body = new StringBuilder();
		for (Message packet : packets) {
			String part = (packet.text() != null) ? packet.text() : "b4" + base64(packet.bytes());
			body.append(part.length()).append(':').append(part);
		}
		return body.toString();
	}

	public static List<Message> decode3(String body) {
		List<Message> packets = new ArrayList<>();
		for (int at = 0; at < body.length();) {
			int colon = body.indexOf(':', at);
			int end = colon + 1 + Integer.parseInt(body.substring(at, colon));
			String part = body.substring(colon + 1, end);
			packets.add(part.startsWith("b4") ? Message.of(base64(part.substring(2))) : Message.of(part));
			at = end;
		}
		return packets;
	}

	/**
	 * Version 3 as bytes: a flag, the length in bytes one digit a byte, 255, the packet.
	 * @param packets the packets
	 * @return the body
	 */
	public static byte[] encode3Binary(Message... packets) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (Message packet : packets) {
			boolean isText = packet.text() != null;
			byte[] part = (packet.text() != null) ? packet.text().getBytes(StandardCharsets.UTF_8)
					: typed(packet.bytes());
			body.write(isText ? 0 : 1);
			Integer.toString(part.length).chars().forEach((digit) -> body.write(digit - '0'));
			body.write(255);
			body.writeBytes(part);
		}
		return body.toByteArray();
	}

	public static List<Message> decode3Binary(byte[] body) {
		List<Message> packets = new ArrayList<>();
		for (int at = 0; at < body.length;) {
			boolean isText = body[at++] == 0;
			int length = 0;
			while (body[at] != (byte) 255) {
				length = length * 10 + body[at++];
			}
			byte[] part = Arrays.copyOfRange(body, at + 1, at + 1 + length);
			packets.add(isText ? Message.of(new String(part, StandardCharsets.UTF_8)) : Message.of(untyped(part)));
			at += 1 + length;
		}
		return packets;
	}

	/**
	 * A version 3 binary packet: the type as a byte, then the data.
	 * @param data the data
	 * @return the packet
	 */
	public static byte[] typed(byte[] data) {
		byte[] packet = new byte[data.length + 1];
		packet[0] = 4;
		System.arraycopy(data, 0, packet, 1, data.length);
		return packet;
	}

	public static byte[] untyped(byte[] packet) {
		if (packet[0] != 4) {
			throw new AssertionError("not a message: " + Arrays.toString(packet));
		}
		return Arrays.copyOfRange(packet, 1, packet.length);
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static byte[] base64(String text) {
		return Base64.getDecoder().decode(text);
	}

}
