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
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;

import io.github.stickycluster.testkit.TestDefaults;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClientKey}.
 */
class ClientKeyTests {

	@Test
	void theSameAddressHasTheSameKey() throws UnknownHostException {
		assertThat(key("192.0.2.1")).isEqualTo(key("192.0.2.1"));
		assertThat(key("2001:db8::1")).isEqualTo(key("2001:0db8:0:0::1"));
	}

	@Test
	void anIpv4MappedAddressHasTheIpv4AddressKey() throws UnknownHostException {
		assertThat(key("::ffff:192.0.2.1")).isEqualTo(key("192.0.2.1"));
	}

	@Test
	void aHostNameDoesNotCount() throws UnknownHostException {
		byte[] bytes = { (byte) 192, 0, 2, 1 };
		assertThat(TestDefaults.CLIENT_KEY.of(InetAddress.getByAddress("a.example", bytes)))
			.isEqualTo(key("192.0.2.1"));
	}

	@Test
	void neighboursHaveDifferentKeys() throws UnknownHostException {
		Set<Long> keys = new HashSet<>();
		for (int i = 0; i < 256; i++) {
			keys.add(key("192.0.2." + i));
			keys.add(key("2001:db8:0:" + Integer.toHexString(i + 1) + "::"));
		}
		assertThat(keys).hasSize(2 * 256);
	}

	@Test
	void theLowHalfOfAnIpv6AddressDoesNotCount() throws UnknownHostException {
		assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff:ffff:ffff:ffff"))
			.isNotEqualTo(key("2001:db8:1:3::1"));
	}

	@Test
	void prefixLengthsSayWhatCounts() throws UnknownHostException {
		ClientKey key = new ClientKey(25, 72);
		assertThat(of(key, "192.0.2.1")).isEqualTo(of(key, "192.0.2.127")).isNotEqualTo(of(key, "192.0.2.128"));
		assertThat(of(key, "2001:db8::100:0:0:1")).isEqualTo(of(key, "2001:db8::1ff:0:0:2"))
			.isNotEqualTo(of(key, "2001:db8::200:0:0:1"));
		ClientKey whole = new ClientKey(32, 128);
		assertThat(of(whole, "2001:db8::1")).isNotEqualTo(of(whole, "2001:db8::2"));
		ClientKey one = new ClientKey(1, 1);
		assertThat(of(one, "192.0.2.1")).isEqualTo(of(one, "203.0.113.1")).isNotEqualTo(of(one, "10.0.0.1"));
		assertThat(of(one, "2001:db8::1")).isEqualTo(of(one, "::1")).isNotEqualTo(of(one, "fe80::1"));
	}

	@Test
	void prefixLengthsOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientKey(0, 64));
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientKey(33, 64));
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientKey(32, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientKey(32, 129));
	}

	private static long of(ClientKey key, String address) throws UnknownHostException {
		return key.of(InetAddress.getByName(address));
	}

	private static long key(String address) throws UnknownHostException {
		return TestDefaults.CLIENT_KEY.of(InetAddress.getByName(address));
	}

}
