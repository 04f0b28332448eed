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

package io.github.stickycluster.internal.engineio;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SessionId} and {@link SessionIds}.
 */
class SessionIdTests {

	private static final String VALID = "01234567-89ab-8def-8123-456789abcdef";

	@Test
	void isAUuidOfVersion8() {
		UUID id = new SessionIds("node-1").next().toUuid();
		assertThat(id.version()).isEqualTo(8);
		assertThat(id.variant()).isEqualTo(2);
	}

	@Test
	void carriesItsWorkersTagAndComesBackFromItsText() {
		Random random = new Random(7);
		for (int i = 0; i < 10_000; i++) {
			int tag = random.nextInt();
			SessionId id = SessionId.of(tag, random.nextLong(), random.nextLong());
			assertThat(id.tag()).isEqualTo(tag);
			assertThat(SessionId.parse(id.toString())).isEqualTo(id);
			assertThat(SessionId.tagIn(id.toString())).isEqualTo(Integer.toUnsignedLong(tag));
			assertThat(UUID.fromString(id.toString())).isEqualTo(id.toUuid());
		}
	}

	@Test
	void eachOfTheNinetyBitsIsRandomAndOnlyThose() {
		SessionIds ids = new SessionIds("node-1");
		int rounds = 20_000;
		int[] ones = new int[128];
		for (int i = 0; i < rounds; i++) {
			SessionId id = ids.next();
			for (int bit = 0; bit < 64; bit++) {
				ones[bit] += (int) (id.high() >>> (63 - bit)) & 1;
				ones[64 + bit] += (int) (id.low() >>> (63 - bit)) & 1;
			}
		}
		int random = 0;
		for (int count : ones) {
			if (count != 0 && count != rounds) {
				random++;
				// Seven standard deviations.
				assertThat(count).isBetween(rounds / 2 - 500, rounds / 2 + 500);
			}
		}
		assertThat(random).isEqualTo(90);
	}

	@Test
	void idsDiffer() {
		SessionIds ids = new SessionIds(5, new SecureRandom());
		Set<SessionId> seen = new HashSet<>();
		for (int i = 0; i < 50_000; i++) {
			assertThat(seen.add(ids.next())).isTrue();
		}
		assertThat(ids.tag()).isEqualTo(5);
	}

	@Test
	void tagsOfWorkersAreStable() {
		// The first bytes of SHA-256 of "node-1"; another tag would orphan sessions on
		// upgrade.
		assertThat(Integer.toHexString(SessionId.tagOf("abc"))).isEqualTo("ba7816bf");
		assertThat(SessionId.tagOf("node-1")).isNotEqualTo(SessionId.tagOf("node-2"));
	}

	@Test
	void otherVersionsAreRefused() {
		UUID random = UUID.randomUUID();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionId(random.getMostSignificantBits(), random.getLeastSignificantBits()))
			.withMessageContaining(random.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "01234567-89ab-8def-8123-456789abcde", "01234567-89ab-8def-8123-456789abcdef0",
			"01234567-89ab-4def-8123-456789abcdef", "01234567-89ab-8def-c123-456789abcdef",
			"01234567-89AB-8def-8123-456789abcdef", "0123456-789ab-8def-8123-456789abcdef",
			"01234567089ab-8def-8123-456789abcdef", "01234567-89ab-8def-8123-456789abcdeg",
			"../../..-89ab-8def-8123-456789abcdef", "01234567-89ab-8def-8123-4567\u06609abcdef" })
	void malformedTextsAreNoIds(String text) {
		assertThat(SessionId.parse(text)).isNull();
		assertThat(SessionId.tagIn(text)).isEqualTo(-1);
	}

	@Test
	void everyCharacterCounts() {
		for (int i = 0; i < VALID.length(); i++) {
			String broken = VALID.substring(0, i) + "!" + VALID.substring(i + 1);
			assertThat(SessionId.parse(broken)).as(broken).isNull();
		}
		assertThat(SessionId.parse(VALID)).isNotNull();
	}

}
