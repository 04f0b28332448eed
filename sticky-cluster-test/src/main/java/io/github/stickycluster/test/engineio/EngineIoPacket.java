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

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO packet with text or bytes. Only messages have bytes.
 *
 * @since 0.1.0
 */
public final class EngineIoPacket {

	private final Type type;

	private final @Nullable String text;

	private final byte[] bytes;

	private EngineIoPacket(Type type, @Nullable String text, byte[] bytes) {
		this.type = type;
		this.text = text;
		this.bytes = bytes;
	}

	/**
	 * Creates a packet with text.
	 * @param type the type
	 * @param text the text, may be empty
	 * @return the packet
	 */
	public static EngineIoPacket of(Type type, String text) {
		return new EngineIoPacket(type, text, new byte[0]);
	}

	/**
	 * Creates a text message.
	 * @param text the text, for Socket.IO the first part of a packet
	 * @return the packet
	 */
	public static EngineIoPacket message(String text) {
		return of(Type.MESSAGE, text);
	}

	/**
	 * Creates a binary message.
	 * @param bytes the bytes, not copied; the caller must not change them
	 * @return the packet
	 */
	public static EngineIoPacket binary(byte[] bytes) {
		return new EngineIoPacket(Type.MESSAGE, null, bytes);
	}

	/**
	 * Parses a packet in its text form.
	 * @param encoded the type's digit and the text
	 * @return the packet
	 * @throws EngineIoException if the text is not a packet
	 */
	public static EngineIoPacket parse(String encoded) {
		for (Type type : Type.values()) {
			if (!encoded.isEmpty() && encoded.charAt(0) == type.digit) {
				return of(type, encoded.substring(1));
			}
		}
		throw new EngineIoException("Not an Engine.IO packet: \"" + encoded + "\"");
	}

	/**
	 * Returns the packet in its text form.
	 * @return the type's digit and the text
	 * @throws IllegalStateException if the packet is binary
	 */
	public String encode() {
		return this.type.digit + text();
	}

	/**
	 * Returns the type.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Returns whether this is a binary message.
	 * @return {@code true} if the packet has bytes instead of text
	 */
	public boolean isBinary() {
		return this.text == null;
	}

	/**
	 * Returns the text.
	 * @return the text after the type's digit
	 * @throws IllegalStateException if the packet is binary
	 */
	public String text() {
		if (this.text == null) {
			throw new IllegalStateException("A binary message has no text");
		}
		return this.text;
	}

	/**
	 * Returns the bytes of a binary message.
	 * @return the bytes, not copied; empty if the packet is text
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EngineIoPacket packet && this.type == packet.type
				&& Objects.equals(this.text, packet.text) && Arrays.equals(this.bytes, packet.bytes);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.type, this.text, Arrays.hashCode(this.bytes));
	}

	@Override
	public String toString() {
		return (this.text != null) ? encode() : "<" + HexFormat.of().formatHex(this.bytes) + ">";
	}

	/**
	 * The types of packets.
	 */
	public enum Type {

		/** The server's handshake. */
		OPEN('0'),

		/** Closes the session. */
		CLOSE('1'),

		/** A ping, which the other side answers with a pong. */
		PING('2'),

		/** The response to a ping. */
		PONG('3'),

		/** A message. */
		MESSAGE('4'),

		/** The client's switch to a WebSocket. */
		UPGRADE('5'),

		/** A packet without a meaning, which ends a polling request. */
		NOOP('6');

		private final char digit;

		Type(char digit) {
			this.digit = digit;
		}

	}

}
