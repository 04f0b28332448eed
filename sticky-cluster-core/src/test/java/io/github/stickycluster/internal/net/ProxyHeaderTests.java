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

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyHeader}: each header is also cut at every byte.
 */
class ProxyHeaderTests {

	private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					TCP4 192.0.2.1 192.0.2.9 56324 443                  | 192.0.2.1   | 56324
					TCP4 255.255.255.255 255.255.255.255 65535 65535    | 255.255.255.255 | 65535
					TCP6 2001:db8::1 2001:db8::2 56324 443              | 2001:db8::1 | 56324
					TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535 | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 65535
					TCP6 ::ffff:192.0.2.1 ::1 1 2                       | 192.0.2.1   | 1
					UNKNOWN                                             |             |
					UNKNOWN whatever it says 1 2 3                      |             |
					""")
	void version1(String text, String address, Integer port) {
		byte[] bytes = ("PROXY " + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
		check(bytes, address, port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					TCP4 192.0.2.1 192.0.2.9 56324
					TCP4 192.0.2.1 192.0.2.9 56324 443 1
					TCP4  192.0.2.1 192.0.2.9 56324 443
					TCP4 2001:db8::1 2001:db8::2 56324 443
					TCP4 192.0.2.1 2001:db8::2 56324 443
					TCP6 192.0.2.1 192.0.2.9 56324 443
					TCP4 192.0.2.256 192.0.2.9 56324 443
					TCP4 a.example 192.0.2.9 56324 443
					TCP4 192.0.2.1 192.0.2.9 65536 443
					TCP4 192.0.2.1 192.0.2.9 056 443
					TCP4 192.0.2.1 192.0.2.9 56324 -1
					UDP4 192.0.2.1 192.0.2.9 56324 443
					tcp4 192.0.2.1 192.0.2.9 56324 443
					''
					UNKNOWN 01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
					""")
	void version1Malformed(String text) {
		assertThat(state(("PROXY " + text + "\r\n").getBytes(StandardCharsets.US_ASCII)))
			.isEqualTo(ProxyHeader.State.MALFORMED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2111 000c c0000201 c0000209 dc04 01bb                             | 192.0.2.1   | 56324
			2111 0013 c0000201 c0000209 dc04 01bb 04 0004 00000000            | 192.0.2.1   | 56324
			2111 0010 c0000201 c0000209 dc04 01bb ffffffff                    | 192.0.2.1   | 56324
			2111 000d c0000201 c0000209 dc04 01bb 20                          | 192.0.2.1   | 56324
			2121 0024 20010db8000000000000000000000001 20010db8000000000000000000000002 dc04 01bb | 2001:db8::1 | 56324
			2121 0024 00000000000000000000ffffc0000201 00000000000000000000ffffc0000202 dc04 01bb | 192.0.2.1 | 56324
			2000 0000                                                         |             |
			2011 000c c0000201 c0000209 dc04 01bb                             |             |
			2100 0000                                                         |             |
			2100 0003 010203                                                  |             |
			2112 000c c0000201 c0000209 dc04 01bb                             |             |
			""")
	void version2(String hex, String address, Integer port) {
		check(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", "")), address, port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1111 000c c0000201 c0000209 dc04 01bb
			3111 000c c0000201 c0000209 dc04 01bb
			2211 000c c0000201 c0000209 dc04 01bb
			2111 000b c0000201 c0000209 dc04 01
			2111 0000
			2121 000c c0000201 c0000209 dc04 01bb
			2131 000c c0000201 c0000209 dc04 01bb
			2141 000c c0000201 c0000209 dc04 01bb
			2113 000c c0000201 c0000209 dc04 01bb
			2111 0ff1
			2111 ffff
			""")
	void version2Malformed(String hex) {
		assertThat(state(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", ""))))
			.isEqualTo(ProxyHeader.State.MALFORMED);
	}

	@ParameterizedTest
	@CsvSource({ "G, NONE", "GET / HTTP/1.1, NONE", "POST, NONE", "P, INCOMPLETE", "PROXY, INCOMPLETE",
			"PROXYTCP4, NONE", "'', INCOMPLETE", "proxy , NONE" })
	void otherBeginnings(String text, ProxyHeader.State state) {
		assertThat(state(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(state);
		assertThat(state("\r\nGET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII))).isEqualTo(ProxyHeader.State.NONE);
	}

	private static void check(byte[] bytes, String address, Integer port) {
		for (int length = 0; length < bytes.length; length++) {
			assertThat(ProxyHeader.parse(ByteBuffer.wrap(bytes, 0, length)).state()).as("%d bytes", length)
				.isEqualTo(ProxyHeader.State.INCOMPLETE);
		}
		byte[] more = new byte[bytes.length + 9];
		System.arraycopy(bytes, 0, more, 4, bytes.length);
		ProxyHeader header = ProxyHeader.parse(ByteBuffer.wrap(more, 4, bytes.length + 5));
		assertThat(header.state()).isEqualTo(ProxyHeader.State.COMPLETE);
		assertThat(header.length()).isEqualTo(bytes.length);
		if (address == null) {
			assertThat(header.source()).isNull();
		}
		else {
			assertThat(header.source())
				.isEqualTo(new InetSocketAddress(Objects.requireNonNull(IpAddress.parse(address)), port));
		}
	}

	private static ProxyHeader.State state(byte[] bytes) {
		return ProxyHeader.parse(ByteBuffer.wrap(bytes)).state();
	}

}
