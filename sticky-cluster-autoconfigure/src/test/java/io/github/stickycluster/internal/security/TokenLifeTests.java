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

package io.github.stickycluster.internal.security;

import java.time.Duration;
import java.time.Instant;

import io.github.stickycluster.internal.socketio.IdentityExpiry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenLife}.
 */
class TokenLifeTests {

	private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

	private final TokenLife life = new TokenLife(Duration.ofSeconds(30), Duration.ofSeconds(25));

	@Test
	void credentialsWithoutExpiryHaveNone() {
		assertThat(this.life.of(null, NOW)).isNull();
	}

	@Test
	void tellsTheClientBeforeAndClosesItsSessionAfter() {
		Instant expiry = NOW.plusSeconds(300);
		assertThat(this.life.of(expiry, NOW))
			.isEqualTo(new IdentityExpiry(expiry, NOW.plusSeconds(270), NOW.plusSeconds(325)));
	}

	@Test
	void givesACredentialThatIsLateByTheClockTheWholeGrace() {
		Instant expired = NOW.minusSeconds(40);
		assertThat(this.life.of(expired, NOW))
			.isEqualTo(new IdentityExpiry(expired, NOW.minusSeconds(70), NOW.plusSeconds(25)));
	}

	@Test
	void eachPartCanBeSwitchedOff() {
		Instant expiry = NOW.plusSeconds(300);
		assertThat(new TokenLife(Duration.ZERO, Duration.ofSeconds(25)).of(expiry, NOW))
			.isEqualTo(new IdentityExpiry(expiry, null, NOW.plusSeconds(325)));
		assertThat(new TokenLife(Duration.ofSeconds(30), Duration.ofSeconds(-1)).of(expiry, NOW))
			.isEqualTo(new IdentityExpiry(expiry, NOW.plusSeconds(270), null));
		assertThat(new TokenLife(Duration.ZERO, Duration.ofSeconds(-1)).of(expiry, NOW)).isNull();
	}

}
