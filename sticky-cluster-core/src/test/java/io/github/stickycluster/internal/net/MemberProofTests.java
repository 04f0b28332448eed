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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.stickycluster.internal.net.MemberProof.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MemberProof} and the header that carries it.
 */
class MemberProofTests {

	private static final String SECRET = "sixteen characters or more";

	private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 5_000);

	private static final InetSocketAddress REACHED = new InetSocketAddress("192.0.2.9", 443);

	private static final InetSocketAddress IPV6 = new InetSocketAddress("2001:db8::7", 80);

	private final MemberProof proof = at(Duration.ZERO);

	@Test
	void aProofCountsOnce() {
		byte[] value = this.proof.make("a-1", CLIENT);
		assertThat(this.proof.check(value, "a-1", CLIENT)).isEqualTo(Verdict.RIGHT);
		assertThat(this.proof.check(value, "a-1", CLIENT)).isEqualTo(Verdict.REPLAYED);
		assertThat(this.proof.check(this.proof.make("a-1", CLIENT), "a-1", CLIENT)).isEqualTo(Verdict.RIGHT);
	}

	@Test
	void aProofCountsForWhatItNamesOnly() {
		assertThat(this.proof.check(this.proof.make("a-1", CLIENT), "a-2", CLIENT)).isEqualTo(Verdict.WRONG);
		assertThat(this.proof.check(this.proof.make("a-1", CLIENT), "a-1", IPV6)).isEqualTo(Verdict.WRONG);
		assertThat(this.proof.check(this.proof.make("a-1", CLIENT), "a-1", null)).isEqualTo(Verdict.WRONG);
		assertThat(this.proof.check(this.proof.make("a-1", CLIENT), "a-1", new InetSocketAddress("192.0.2.1", 5_001)))
			.isEqualTo(Verdict.WRONG);
		assertThat(new MemberProof(SECRET + "!", fixed(Duration.ZERO)).check(this.proof.make("a-1", CLIENT), "a-1",
				CLIENT))
			.isEqualTo(Verdict.WRONG);
		assertThat(this.proof.check(null, "a-1", CLIENT)).isEqualTo(Verdict.MISSING);
	}

	@Test
	void everyBitOfAProofCounts() {
		byte[] value = this.proof.make("a-1", CLIENT);
		for (int bit = 0; bit < value.length * 8; bit++) {
			byte[] changed = value.clone();
			changed[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.proof.check(changed, "a-1", CLIENT)).isEqualTo(Verdict.WRONG);
		}
		assertThat(this.proof.check(ByteBuffer.allocate(value.length + 1).put(value).array(), "a-1", CLIENT))
			.isEqualTo(Verdict.WRONG);
	}

	@Test
	void aProofCountsWithinItsWindowOnly() {
		byte[] value = this.proof.make("a-1", CLIENT);
		Duration window = MemberProof.WINDOW;
		for (Duration late : new Duration[] { window.plusMillis(1), window.plusMillis(1).negated() }) {
			assertThat(runningSinceLongAgo(late).check(value, "a-1", CLIENT)).isEqualTo(Verdict.EXPIRED);
		}
		for (Duration early : new Duration[] { window, window.negated() }) {
			assertThat(runningSinceLongAgo(early).check(value, "a-1", CLIENT)).isEqualTo(Verdict.RIGHT);
		}
	}

	@Test
	void aProofOfTheTimeBeforeARestartIsRefused() {
		byte[] value = this.proof.make("a-1", CLIENT);
		assertThat(this.proof.check(value, "a-1", CLIENT)).isEqualTo(Verdict.RIGHT);
		MemberProof restarted = at(Duration.ofSeconds(3));
		assertThat(restarted.check(value, "a-1", CLIENT)).isEqualTo(Verdict.EXPIRED);
		byte[] clockSlightlyBehind = at(Duration.ofSeconds(2)).make("a-1", CLIENT);
		assertThat(restarted.check(clockSlightlyBehind, "a-1", CLIENT)).isEqualTo(Verdict.RIGHT);
		byte[] clockAhead = at(Duration.ofSeconds(20)).make("a-1", CLIENT);
		assertThat(restarted.check(clockAhead, "a-1", CLIENT)).isEqualTo(Verdict.RIGHT);
	}

	@Test
	void whatIsRememberedOutlivesTheWindowAndIsForgottenInTheEnd() {
		SeenOnce seen = new SeenOnce(Duration.ofSeconds(60));
		long start = 1_000_000;
		for (long at = start; at < start + 300_000; at += 7_000) {
			assertThat(seen.add("nonce " + at, at)).isTrue();
			for (long earlier = at; earlier > at - 60_000 && earlier >= start; earlier -= 7_000) {
				assertThat(seen.add("nonce " + earlier, at)).as("%d at %d", earlier, at).isFalse();
			}
		}
		assertThat(seen.add("nonce " + start, start + 300_000)).isTrue();
		assertThat(seen.add("nonce " + (start + 294_000), start + 900_000)).isTrue();
	}

	@Test
	void theHeaderThatCarriesItIsReadBack() {
		byte[] value = this.proof.make("a-1", CLIENT);
		byte[] other = ProxyHeader.tlv(4, new byte[3]);
		byte[] record = ProxyHeader.tlv(MemberProof.TLV_TYPE, value);
		byte[] tlvs = ByteBuffer.allocate(other.length + record.length).put(other).put(record).array();
		for (InetSocketAddress client : new InetSocketAddress[] { CLIENT, IPV6 }) {
			for (InetSocketAddress reached : new InetSocketAddress[] { REACHED, IPV6 }) {
				byte[] header = ProxyHeader.write(client, reached, tlvs);
				ProxyHeader read = ProxyHeader.parse(ByteBuffer.wrap(header));
				assertThat(read).isEqualTo(new ProxyHeader(ProxyHeader.State.COMPLETE, header.length, client));
				assertThat(ProxyHeader.findTlv(ByteBuffer.wrap(header), MemberProof.TLV_TYPE)).isEqualTo(value);
				assertThat(ProxyHeader.findTlv(ByteBuffer.wrap(header), 5)).isNull();
			}
		}
	}

	@Test
	void aRecordThatIsLongerThanItsHeaderIsNone() {
		byte[] header = ProxyHeader.write(CLIENT, REACHED, ProxyHeader.tlv(MemberProof.TLV_TYPE, new byte[10]));
		header[30] = 11;
		assertThat(ProxyHeader.findTlv(ByteBuffer.wrap(header), MemberProof.TLV_TYPE)).isNull();
		byte[] text = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
		assertThat(ProxyHeader.findTlv(ByteBuffer.wrap(text), MemberProof.TLV_TYPE)).isNull();
	}

	private static MemberProof at(Duration offset) {
		return new MemberProof(SECRET, fixed(offset));
	}

	private static MemberProof runningSinceLongAgo(Duration offset) {
		Clock clock = mock();
		given(clock.millis()).willReturn(fixed(offset.minusDays(1)).millis(), fixed(offset).millis());
		return new MemberProof(SECRET, clock);
	}

	private static Clock fixed(Duration offset) {
		return Clock.fixed(Instant.parse("2026-01-01T00:00:00Z").plus(offset), ZoneOffset.UTC);
	}

}
