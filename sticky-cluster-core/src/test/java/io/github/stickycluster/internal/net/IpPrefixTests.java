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
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link IpPrefix} and {@link TrustedProxies}.
 */
class IpPrefixTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			10.0.0.0/8           | 10.255.255.255   | true
			10.0.0.0/8           | 11.0.0.0         | false
			10.0.0.0/8           | ::ffff:10.1.2.3  | true
			10.0.0.0/8           | a00::            | false
			192.0.2.128/25       | 192.0.2.128      | true
			192.0.2.128/25       | 192.0.2.127      | false
			192.0.2.1            | 192.0.2.1        | true
			192.0.2.1            | 192.0.2.2        | false
			192.0.2.1/32         | 192.0.2.1        | true
			0.0.0.0/0            | 203.0.113.9      | true
			0.0.0.0/0            | ::1              | false
			2001:db8::/32        | 2001:db8:ffff::1 | true
			2001:db8::/32        | 2001:db9::       | false
			2001:db8:0:0:8000::/65 | 2001:db8::8000:0:0:1 | true
			2001:db8:0:0:8000::/65 | 2001:db8::7fff:0:0:1 | false
			::1                  | ::1              | true
			::/0                 | ::2              | true
			::/0                 | 192.0.2.1        | false
			::ffff:10.0.0.0/104  | 10.1.2.3         | true
			::ffff:10.0.0.0/104  | 11.1.2.3         | false
			::ffff:0:0/96        | 203.0.113.9      | true
			""")
	void containsTheAddressesThatBeginWithThePrefix(String prefix, String address, boolean contained) {
		assertThat(IpPrefix.parse(prefix).contains(address(address))).isEqualTo(contained);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			10.0.0.1/8      | Use '10.0.0.0/8'.
			192.0.2.129/25  | Use '192.0.2.128/25'.
			10.0.0.0/33     | Use a prefix length from 0 to 32.
			10.0.0.0/-1     | Use a prefix length from 0 to 32.
			10.0.0.0/08     | Use a prefix length from 0 to 32.
			10.0.0.0/       | Use a prefix length from 0 to 32.
			::/129          | Use a prefix length from 0 to 128.
			::ffff:10.0.0.0/8 | Use a prefix length from 96 to 128.
			10.0.0.0/8/8    | Use a prefix length from 0 to 32.
			proxy.internal  | Use an IP address or a range
			10.0.0          | Use an IP address or a range
			/8              | Use an IP address or a range
			""")
	void refusesWhatIsNoRangeAndSaysHowToWriteIt(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse(text)).withMessageContaining(reason);
	}

	@Test
	void proxiesAreTrustedByAnyOfTheRanges() {
		TrustedProxies proxies = new TrustedProxies(List.of(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("::1")));
		assertThat(proxies.contains(address("10.1.1.1"))).isTrue();
		assertThat(proxies.contains(address("::1"))).isTrue();
		assertThat(proxies.contains(address("::2"))).isFalse();
		assertThat(proxies.isEmpty()).isFalse();
		assertThat(TrustedProxies.NONE.isEmpty()).isTrue();
		assertThat(TrustedProxies.NONE.contains(address("127.0.0.1"))).isFalse();
	}

	private static InetAddress address(String literal) {
		return Objects.requireNonNull(IpAddress.parse(literal));
	}

}
