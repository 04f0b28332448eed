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

package io.github.stickycluster.internal.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, versions 1 and 2, that a proxy may send before
 * anything else.
 *
 * @param state whether there is a header
 * @param length the header's bytes, if it is complete
 * @param source the client, or null if the proxy connects for itself or does not know
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY
 * protocol</a>
 */
public record ProxyHeader(State state, int length, @Nullable InetSocketAddress source) {

	/** A longer version 2 header is refused: few bytes of addresses, many for others. */
	public static final int MAX_LENGTH = 4096;

	private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] BINARY = { '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n' };

	/** With the line's end, as the specification computes it. */
	private static final int MAX_TEXT_LENGTH = 107;

	private static final int FIXED_LENGTH = 16;

	private static final int MAX_PORT = 65_535;

	private static final ProxyHeader INCOMPLETE = new ProxyHeader(State.INCOMPLETE, 0, null);

	private static final ProxyHeader NONE = new ProxyHeader(State.NONE, 0, null);

	private static final ProxyHeader MALFORMED = new ProxyHeader(State.MALFORMED, 0, null);

	/**
	 * Looks at the first bytes of a connection.
	 * @param bytes the bytes received so far, which are not consumed
	 * @return what they begin with
	 */
	public static ProxyHeader parse(ByteBuffer bytes) {
		ByteBuffer input = bytes.slice();
		if (input.remaining() == 0) {
			return INCOMPLETE;
		}
		byte[] signature = (input.get(0) == BINARY[0]) ? BINARY : TEXT;
		for (int i = 0; i < signature.length; i++) {
			if (i == input.remaining()) {
				return INCOMPLETE;
			}
			if (input.get(i) != signature[i]) {
				return NONE;
			}
		}
		return (signature == BINARY) ? binary(input) : text(input);
	}

	/**
	 * Creates a version 2 header of a TCP connection.
	 * @param source the client
	 * @param destination what the client connected to; only its port is told if its
	 * address is of the other family
	 * @param tlvs type-length-value records made by {@link #tlv}, or none
	 * @return the header
	 */
	public static byte[] write(InetSocketAddress source, InetSocketAddress destination, byte[] tlvs) {
		byte[] from = source.getAddress().getAddress();
		byte[] to = destination.getAddress().getAddress();
		int addresses = 2 * from.length + 4;
		ByteBuffer header = ByteBuffer.allocate(FIXED_LENGTH + addresses + tlvs.length);
		header.put(BINARY).put((byte) 0x21).put((byte) ((from.length == 4) ? 0x11 : 0x21));
		header.putShort((short) (addresses + tlvs.length));
		header.put(from).put((to.length == from.length) ? to : new byte[from.length]);
		header.putShort((short) source.getPort()).putShort((short) destination.getPort());
		return header.put(tlvs).array();
	}

	/**
	 * Creates a type-length-value record of a version 2 header.
	 * @param type the type, 0 to 255
	 * @param value the value
	 * @return the record
	 */
	public static byte[] tlv(int type, byte[] value) {
		return ByteBuffer.allocate(3 + value.length).put((byte) type).putShort((short) value.length).put(value).array();
	}

	/**
	 * Finds a type-length-value record in a header that is {@link State#COMPLETE}.
	 * @param header the bytes that the header was read from
	 * @param type the type, 0 to 255
	 * @return the first value of that type, or null if the header has none
	 */
	public static byte @Nullable [] findTlv(ByteBuffer header, int type) {
		ByteBuffer input = header.slice();
		if (input.remaining() < FIXED_LENGTH || input.get(0) != BINARY[0]) {
			return null;
		}
		int end = FIXED_LENGTH + Short.toUnsignedInt(input.getShort(FIXED_LENGTH - 2));
		int family = (input.get(BINARY.length + 1) & 0xf0) >> 4;
		int at = FIXED_LENGTH + blockLength(family);
		while (at <= end - 3) {
			int length = Short.toUnsignedInt(input.getShort(at + 1));
			if (length > end - at - 3) {
				return null;
			}
			if ((input.get(at) & 0xff) == type) {
				byte[] value = new byte[length];
				input.get(at + 3, value);
				return value;
			}
			at += 3 + length;
		}
		return null;
	}

	private static ProxyHeader text(ByteBuffer input) {
		int most = Math.min(input.remaining(), MAX_TEXT_LENGTH);
		for (int i = TEXT.length; i < most - 1; i++) {
			if (input.get(i) == '\r' && input.get(i + 1) == '\n') {
				byte[] line = new byte[i - TEXT.length];
				input.get(TEXT.length, line);
				return text(new String(line, StandardCharsets.ISO_8859_1), i + 2);
			}
		}
		return (most < MAX_TEXT_LENGTH) ? INCOMPLETE : MALFORMED;
	}

	private static ProxyHeader text(String line, int length) {
		String[] fields = line.split(" ", -1);
		if (fields[0].equals("UNKNOWN")) {
			return new ProxyHeader(State.COMPLETE, length, null);
		}
		boolean ipv6 = fields[0].equals("TCP6");
		if (fields.length != 5 || !(ipv6 || fields[0].equals("TCP4"))) {
			return MALFORMED;
		}
		InetAddress source = address(fields[1], ipv6);
		int port = port(fields[3]);
		if (source == null || address(fields[2], ipv6) == null || port < 0 || port(fields[4]) < 0) {
			return MALFORMED;
		}
		return new ProxyHeader(State.COMPLETE, length, new InetSocketAddress(source, port));
	}

	private static @Nullable InetAddress address(String text, boolean ipv6) {
		return (text.indexOf(':') >= 0 == ipv6) ? IpAddress.parse(text) : null;
	}

	private static int port(String text) {
		return Digits.parse(text, 0, text.length(), MAX_PORT);
	}

	private static ProxyHeader binary(ByteBuffer input) {
		if (input.remaining() > BINARY.length) {
			int command = input.get(BINARY.length) & 0xff;
			if (command != 0x20 && command != 0x21) {
				return MALFORMED;
			}
		}
		if (input.remaining() < FIXED_LENGTH) {
			return INCOMPLETE;
		}
		int length = FIXED_LENGTH + Short.toUnsignedInt(input.getShort(FIXED_LENGTH - 2));
		if (length > MAX_LENGTH) {
			return MALFORMED;
		}
		return (input.remaining() < length) ? INCOMPLETE : binary(input, length);
	}

	private static ProxyHeader binary(ByteBuffer input, int length) {
		boolean local = input.get(BINARY.length) == 0x20;
		int family = (input.get(BINARY.length + 1) & 0xf0) >> 4;
		int transport = input.get(BINARY.length + 1) & 0x0f;
		if (local) {
			return new ProxyHeader(State.COMPLETE, length, null);
		}
		if (transport > 2 || family > 3 || length - FIXED_LENGTH < blockLength(family)) {
			return MALFORMED;
		}
		boolean tcp = transport == 1 && (family == 1 || family == 2);
		return new ProxyHeader(State.COMPLETE, length, (tcp) ? source(input, (family == 1) ? 4 : 16) : null);
	}

	private static int blockLength(int family) {
		return switch (family) {
			case 1 -> 12;
			case 2 -> 36;
			case 3 -> 216;
			default -> 0;
		};
	}

	private static InetSocketAddress source(ByteBuffer input, int addressLength) {
		byte[] address = new byte[addressLength];
		input.get(FIXED_LENGTH, address);
		int port = Short.toUnsignedInt(input.getShort(FIXED_LENGTH + 2 * addressLength));
		return new InetSocketAddress(IpAddress.of(address), port);
	}

	/**
	 * What the first bytes of a connection tell.
	 */
	public enum State {

		/** They may become a header. */
		INCOMPLETE,

		/** They are none. */
		NONE,

		/** They are a whole header. */
		COMPLETE,

		/** They are a broken one. */
		MALFORMED

	}

}
