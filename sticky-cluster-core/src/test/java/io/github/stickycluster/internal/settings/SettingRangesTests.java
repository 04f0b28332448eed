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

package io.github.stickycluster.internal.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.internal.balance.BoundedLoad;
import io.github.stickycluster.internal.dispatch.ClientAddressSettings;
import io.github.stickycluster.internal.engineio.SessionLimits;
import io.github.stickycluster.internal.fork.ForkSettings;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.net.TrustedProxies;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that settings check themselves, by the names of their properties.
 */
class SettingRangesTests {

	@Test
	void settingsRefuseValuesOutOfRange() {
		refuses("limits.max-sessions", () -> new SessionLimits(-1, 0, (address) -> 0));
		refuses("limits.max-sessions", () -> new SessionLimits(10_000_001, 0, (address) -> 0));
		refuses("workers.fork.start-timeout", () -> fork(Duration.ofMillis(999)));
		refuses("workers.fork.start-timeout", () -> fork(Duration.ofMinutes(61)));
		refuses("routing.load-factor", () -> new BoundedLoad(0.99));
		refuses("routing.load-factor", () -> new BoundedLoad(100.1));
		refuses("routing.load-factor", () -> new BoundedLoad(Double.NaN));
		refuses("client-address.ipv6-prefix-length", () -> new ClientKey(32, 129));
		refuses("client-address.header",
				() -> new ClientAddressSettings(TrustedProxies.NONE, "X Forwarded", ProxyProtocol.OFF));
		refuses("client-address.proxy-protocol",
				() -> new ClientAddressSettings(TrustedProxies.NONE, "Forwarded", ProxyProtocol.REQUIRED));
	}

	private static ForkSettings fork(Duration startTimeout) {
		return new ForkSettings(List.of(), List.of(), (number) -> Map.of(), 0, "127.0.0.1", startTimeout,
				Duration.ofSeconds(1));
	}

	private static void refuses(String property, ThrowingCallable settings) {
		assertThatExceptionOfType(InvalidSettingException.class).as(property)
			.isThrownBy(settings)
			.satisfies((refusal) -> assertThat(refusal.name()).isEqualTo(property));
	}

}
