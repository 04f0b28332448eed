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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is taken for the client's address of headers good and bad. The peer is 10.0.0.1;
 * the networks 10.0.0.0/8 and 2001:db8:ffff::/48 are trusted; {@code ¦} stands between
 * two header lines; {@code !} marks a malformed header.
 */
class ForwardingHeaderTests {

	private static final TrustedProxies PROXIES = new TrustedProxies(
			List.of(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("2001:db8:ffff::/48")));

	private static final InetAddress PEER = address("10.0.0.1");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			192.0.2.1                                  | 192.0.2.1
			192.0.2.1:4711                             | 192.0.2.1
			192.0.2.1:0                                | 192.0.2.1
			2001:db8::1                                | 2001:db8::1
			2001:DB8::A                                | 2001:db8::a
			[2001:db8::1]                              | 2001:db8::1
			[2001:db8::1]:65535                        | 2001:db8::1
			::ffff:192.0.2.1                           | 192.0.2.1
			[::ffff:192.0.2.1]:80                      | 192.0.2.1
			::ffff:c000:201                            | 192.0.2.1
			::ffff:10.1.1.1, 10.0.0.2                  | 10.1.1.1
			6.6.6.6, ::ffff:10.1.1.1                   | 6.6.6.6
			6.6.6.6, 192.0.2.1                         | 192.0.2.1
			6.6.6.6, 192.0.2.1, 10.0.0.2               | 192.0.2.1
			6.6.6.6,192.0.2.1,10.0.0.2,10.0.0.3        | 192.0.2.1
			6.6.6.6, 192.0.2.1, 2001:db8:ffff::7       | 192.0.2.1
			10.9.9.9, 10.0.0.2                         | 10.9.9.9
			10.9.9.9                                   | 10.9.9.9
			6.6.6.6 ¦ 192.0.2.1                        | 192.0.2.1
			6.6.6.6, 192.0.2.1 ¦ 10.0.0.2              | 192.0.2.1
			192.0.2.1 ¦ 10.0.0.2 ¦ 10.0.0.3            | 192.0.2.1
			192.0.2.1 ¦  ¦ 10.0.0.3                    | 192.0.2.1
			192.0.2.1,                                 | 192.0.2.1
			, ,192.0.2.1, ,,10.0.0.2 ,                 | 192.0.2.1
			,,,                                        | 10.0.0.1
			garbage, 192.0.2.1                         | 192.0.2.1
			unknown, 192.0.2.1                         | 192.0.2.1
			192.0.2.1, unknown                         | 10.0.0.1
			192.0.2.1, Unknown, 10.0.0.2               | 10.0.0.2
			192.0.2.1, garbage                         | 10.0.0.1 !
			192.0.2.1, garbage, 10.0.0.2               | 10.0.0.2 !
			192.0.2.1, garbage, 10.0.0.2, 10.0.0.3     | 10.0.0.2 !
			localhost                                  | 10.0.0.1 !
			client.example.org                         | 10.0.0.1 !
			192.0.2                                    | 10.0.0.1 !
			192.0.2.256                                | 10.0.0.1 !
			192.0.2.1.1                                | 10.0.0.1 !
			192.0.2.01                                 | 10.0.0.1 !
			0300.0.2.1                                 | 10.0.0.1 !
			0xc0.0.2.1                                 | 10.0.0.1 !
			3221225985                                 | 10.0.0.1 !
			192.0.2.+1                                 | 10.0.0.1 !
			192.0.2.-1                                 | 10.0.0.1 !
			192.0.2.                                   | 10.0.0.1 !
			192.0.2.1.                                 | 10.0.0.1 !
			192.0.2.1:                                 | 10.0.0.1 !
			192.0.2.1:65536                            | 10.0.0.1 !
			192.0.2.1:http                             | 10.0.0.1 !
			192.0.2.1/24                               | 10.0.0.1 !
			192.0.2.1 192.0.2.2                        | 10.0.0.1 !
			'192.0.2.1'                                | 10.0.0.1 !
			"192.0.2.1"                                | 10.0.0.1 !
			١٩٢.0.2.1                                  | 10.0.0.1 !
			[192.0.2.1]                                | 10.0.0.1 !
			[2001:db8::1                               | 10.0.0.1 !
			2001:db8::1]                               | 10.0.0.1 !
			[2001:db8::1]80                            | 10.0.0.1 !
			[2001:db8::1]:99999                        | 10.0.0.1 !
			[]                                         | 10.0.0.1 !
			2001:db8::1::2                             | 10.0.0.1 !
			2001:db8:::1                               | 10.0.0.1 !
			1:2:3:4:5:6:7                              | 10.0.0.1 !
			1:2:3:4:5:6:7:8:9                          | 10.0.0.1 !
			1:2:3:4::5:6:7:8                           | 10.0.0.1 !
			12345::                                    | 10.0.0.1 !
			2001:db8::g                                | 10.0.0.1 !
			192.0.2.1::                                | 10.0.0.1 !
			::192.0.2.1:1                              | 10.0.0.1 !
			:1:2:3:4:5:6:7                             | 10.0.0.1 !
			fe80::1%eth0                               | 10.0.0.1 !
			:                                          | 10.0.0.1 !
			:::                                        | 10.0.0.1 !
			""")
	void forwardedForIsReadFromTheRight(String lines, String expected) {
		check("X-Forwarded-For", lines, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			for=192.0.2.1                                            | 192.0.2.1
			For=192.0.2.1                                            | 192.0.2.1
			for="192.0.2.1:4711"                                     | 192.0.2.1
			for=192.0.2.1:4711                                       | 192.0.2.1
			for="[2001:db8:cafe::17]:4711"                           | 2001:db8:cafe::17
			for="[2001:db8:cafe::17]"                                | 2001:db8:cafe::17
			for=[2001:db8:cafe::17]                                  | 2001:db8:cafe::17
			for="[::ffff:192.0.2.1]"                                 | 192.0.2.1
			for=192.0.2.1;proto=http;by=203.0.113.43                 | 192.0.2.1
			proto=https; host="a.example"; for=192.0.2.1             | 192.0.2.1
			for=192.0.2.1;;proto=http;                               | 192.0.2.1
			for=6.6.6.6, for=192.0.2.1                               | 192.0.2.1
			for=6.6.6.6,for=192.0.2.1,for=10.0.0.2                   | 192.0.2.1
			for=6.6.6.6 ¦ for=192.0.2.1 ¦ for=10.0.0.2;by=10.0.0.1   | 192.0.2.1
			for=192.0.2.1, , for=10.0.0.2,                           | 192.0.2.1
			for=192.0.2.1;host="a,for=6.6.6.6"                       | 192.0.2.1
			for=192.0.2.1;host="a\\",for=6.6.6.6;x=\\"b"               | 192.0.2.1
			for=192.0.2.1;host="a\\\\", for=10.0.0.2                   | 192.0.2.1
			for="192.0.2\\.1"                                         | 192.0.2.1
			for="x, for=192.0.2.1                                    | 192.0.2.1
			for=6.6.6.6;x=", for="[2001:db8::1]"                     | 2001:db8::1
			for=6.6.6.6;x="\\, for="[2001:db8::1]"                    | 2001:db8::1
			for=192.0.2.1, for=unknown                               | 10.0.0.1
			for=192.0.2.1, for="unknown:80", for=10.0.0.2            | 10.0.0.2
			for=192.0.2.1, for=_hidden, for=10.0.0.2                 | 10.0.0.2
			for="_SEVKISEK"                                          | 10.0.0.1
			for="_hidden:4711"                                       | 10.0.0.1
			for="_hidden:_port"                                      | 10.0.0.1
			for="192.0.2.1:_port"                                    | 192.0.2.1
			for="[2001:db8::1]:_port"                                | 2001:db8::1
			by=203.0.113.43                                          | 10.0.0.1
			for=192.0.2.1;for=6.6.6.6                                | 10.0.0.1 !
			for="2001:db8::1:_port"                                  | 10.0.0.1 !
			for="_hid den"                                           | 10.0.0.1 !
			for="_"                                                  | 10.0.0.1 !
			for="unknown:x"                                          | 10.0.0.1 !
			for=                                                     | 10.0.0.1 !
			for=""                                                   | 10.0.0.1 !
			for                                                      | 10.0.0.1 !
			=192.0.2.1                                               | 10.0.0.1 !
			192.0.2.1                                                | 10.0.0.1 !
			for = 192.0.2.1                                          | 10.0.0.1 !
			for="192.0.2.1"x                                         | 10.0.0.1 !
			for=192.0.2.1 proto=http                                 | 10.0.0.1 !
			for="192.0.2.1                                           | 10.0.0.1 !
			for=a.example                                            | 10.0.0.1 !
			for=192.0.2.1, for=a.example, for=10.0.0.2               | 10.0.0.2 !
			""")
	void forwardedIsReadFromTheRight(String lines, String expected) {
		check("Forwarded", lines, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			192.0.2.1              | 192.0.2.1
			2001:db8::1            | 2001:db8::1
			[2001:db8::1]:443      | 2001:db8::1
			10.9.9.9               | 10.9.9.9
			6.6.6.6, 192.0.2.1     | 10.0.0.1 !
			6.6.6.6 ¦ 192.0.2.1    | 10.0.0.1 !
			a.example              | 10.0.0.1 !
			""")
	void anyOtherHeaderHoldsOneAddress(String lines, String expected) {
		check("CF-Connecting-IP", lines, expected);
	}

	@Test
	void withoutTheHeaderThePeerIsTheClient() {
		for (String name : List.of("X-Forwarded-For", "forwarded", "X-Real-IP")) {
			assertThat(ForwardingHeader.named(name).find(List.of(), PEER, PROXIES))
				.isEqualTo(new ClientAddress(PEER, false));
		}
	}

	@Test
	void aListWithoutEndIsLeftAtTheHundredthItem() {
		for (String item : List.of("10.0.0.9,", ",")) {
			ClientAddress found = ForwardingHeader.named("X-Forwarded-For")
				.find(List.of("6.6.6.6," + item.repeat(1_000_000) + "10.0.0.9"), PEER, PROXIES);
			assertThat(found).isEqualTo(new ClientAddress(address("10.0.0.9"), true));
		}
		ClientAddress found = ForwardingHeader.named("Forwarded")
			.find(List.of("for=6.6.6.6," + "for=10.0.0.9,".repeat(1_000)), PEER, PROXIES);
		assertThat(found).isEqualTo(new ClientAddress(address("10.0.0.9"), true));
	}

	private static void check(String name, String lines, String expected) {
		List<String> values = Arrays.stream(lines.split("¦", -1)).map(String::strip).toList();
		ClientAddress found = ForwardingHeader.named(name).find(values, PEER, PROXIES);
		assertThat(found.address()).isEqualTo(address(expected.replace(" !", "")));
		assertThat(found.malformed()).isEqualTo(expected.endsWith("!"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "-", textBlock = """
			for=192.0.2.1;host=a.example;proto=https                                    | a.example    | https
			for=192.0.2.1;Host="a.example:8443"                                         | a.example:8443 | -
			host=evil.example, for=192.0.2.1;host=a.example                             | a.example    | -
			for=192.0.2.1;host=a.example;proto=https, for=10.0.0.2;host=b;proto=http    | a.example    | https
			for=192.0.2.1, for=10.0.0.2;host=b                                          | b            | -
			for=192.0.2.1;host=a, for=_hidden;host=b                                    | b            | -
			for=192.0.2.1;host=a;=, for=10.0.0.2;host=b                                 | b            | -
			for=192.0.2.1                                                               | -            | -
			""")
	void farthestTrustedProxyTellsTheRequest(String line, String host, String proto) {
		ForwardedRequest request = new Forwarded().request(List.of(line), PEER, PROXIES);
		assertThat(request).isEqualTo(new ForwardedRequest(host, proto));
	}

	private static InetAddress address(String literal) {
		return Objects.requireNonNull(IpAddress.parse(literal));
	}

}
