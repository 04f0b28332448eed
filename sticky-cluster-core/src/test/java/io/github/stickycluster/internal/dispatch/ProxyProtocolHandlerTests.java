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

package io.github.stickycluster.internal.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyProtocolHandler}, with its input split at every byte.
 */
class ProxyProtocolHandlerTests {

	private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

	private static final String V1 = "PROXY TCP4 192.0.2.1 192.0.2.9 56324 443\r\n";

	/** With two TLVs. */
	private static final String V2 = new String(
			HexFormat.of().parseHex("0d0a0d0a000d0a515549540a21110018c0000201c0000209dc0401bb030002aabb040004cccccccc"),
			StandardCharsets.ISO_8859_1);

	private static final String LOCAL = new String(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"),
			StandardCharsets.ISO_8859_1);

	private static final String UNKNOWN = "PROXY UNKNOWN\r\n";

	private final InvalidAddresses invalid = new InvalidAddresses();

	@ParameterizedTest
	@ValueSource(strings = { "v1", "v2", "local", "unknown", "" })
	void takesTheHeaderOffWhereverItIsSplit(String name) {
		String header = header(name);
		String all = header + REQUEST;
		for (int split = 0; split <= all.length(); split++) {
			EmbeddedChannel channel = channel(true, false);
			write(channel, all.substring(0, split), all.substring(split));
			assertThat(received(channel)).as("split at %d", split).isEqualTo(REQUEST);
			assertThat(channel.pipeline().get(ProxyProtocolHandler.class)).isNull();
			assertThat(String.valueOf(channel.attr(ProxiedPeer.KEY).get()))
				.isEqualTo((header.equals(V1) || header.equals(V2)) ? "/192.0.2.1:56324" : "null");
			channel.finishAndReleaseAll();
		}
		assertThat(this.invalid.proxyProtocol()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1", "v2", "local", "unknown", "PROXY nonsense\r\n" })
	void fromAnUntrustedPeerAnyHeaderClosesTheConnection(String name) {
		String header = header(name);
		for (boolean required : new boolean[] { false, true }) {
			for (int split = 0; split <= header.length(); split++) {
				assertRefused(channel(false, required), header.substring(0, split), header.substring(split) + REQUEST);
			}
		}
		assertThat(this.invalid.proxyProtocol()).isEqualTo(2L * (header.length() + 1));
	}

	@Test
	void anUntrustedPeerMayConnectWithoutAHeaderUnlessItIsRequired() {
		EmbeddedChannel optional = channel(false, false);
		write(optional, REQUEST);
		assertThat(received(optional)).isEqualTo(REQUEST);
		assertRefused(channel(false, true), REQUEST);
		assertRefused(channel(true, true), REQUEST);
		assertThat(this.invalid.proxyProtocol()).isEqualTo(2);
	}

	@Test
	void malformedAndOversizedHeadersCloseTheConnection() {
		assertRefused(channel(true, false), "PROXY TCP4 a.example 192.0.2.9 56324 443\r\n", REQUEST);
		assertRefused(channel(true, false), "PROXY UNKNOWN " + "x".repeat(93), REQUEST);
		assertRefused(channel(true, false), V2.substring(0, 14) + "\u00ff\u00ff", REQUEST);
		assertRefused(channel(true, false), V2.substring(0, 12) + "1", REQUEST);
		assertThat(this.invalid.proxyProtocol()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1", "v2" })
	void aTruncatedHeaderLeavesNothingBehind(String name) {
		String header = header(name);
		for (int length = 1; length < header.length(); length++) {
			EmbeddedChannel channel = channel(true, true);
			write(channel, header.substring(0, length));
			assertThat(received(channel)).isEmpty();
			assertThat(channel.isOpen()).isTrue();
			assertThat(channel.finish()).as("%d bytes", length).isFalse();
		}
	}

	private static String header(String name) {
		return switch (name) {
			case "v1" -> V1;
			case "v2" -> V2;
			case "local" -> LOCAL;
			case "unknown" -> UNKNOWN;
			default -> name;
		};
	}

	private EmbeddedChannel channel(boolean trusted, boolean required) {
		return new EmbeddedChannel(new ProxyProtocolHandler(trusted, required, this.invalid));
	}

	private static void assertRefused(EmbeddedChannel channel, String... parts) {
		write(channel, parts);
		assertThat(channel.isOpen()).isFalse();
		assertThat(received(channel)).isEmpty();
		assertThat(channel.attr(ProxiedPeer.KEY).get()).isNull();
		channel.finishAndReleaseAll();
	}

	private static void write(EmbeddedChannel channel, String... parts) {
		Arrays.stream(parts)
			.filter((part) -> !part.isEmpty() && channel.isOpen())
			.forEach((part) -> channel.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1)));
	}

	private static String received(EmbeddedChannel channel) {
		StringBuilder received = new StringBuilder();
		for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
			received.append(part.toString(StandardCharsets.ISO_8859_1));
			part.release();
		}
		return received.toString();
	}

}
