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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.security.TokenLife;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SecurityMapper}.
 */
class SecurityMapperTests {

	@Test
	void refusesATokenParameterThatNothingReads() {
		StickyClusterProperties.Security properties = new StickyClusterProperties.Security(Map.of(), "token", false,
				false, Duration.ofSeconds(30), Duration.ofSeconds(25), Duration.ZERO);
		assertThat(SecurityMapper.tokenParameter(properties, true)).isEqualTo("token");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> SecurityMapper.tokenParameter(properties, false))
			.satisfies((failure) -> assertThat(failure.getReason()).contains("resource-server"));
	}

	@Test
	void refusesTimesThatAreTooLong() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> tokenLife(Duration.ofHours(2), Duration.ZERO))
			.satisfies((failure) -> assertThat(failure.getName()).isEqualTo("sticky-cluster.security.refresh-notice"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> tokenLife(Duration.ZERO, Duration.ofHours(2)))
			.satisfies((failure) -> assertThat(failure.getName()).isEqualTo("sticky-cluster.security.expiry-grace"));
		assertThat(tokenLife(Duration.ZERO, Duration.ofSeconds(-1)))
			.isEqualTo(new TokenLife(Duration.ZERO, Duration.ofSeconds(-1)));
	}

	private static TokenLife tokenLife(Duration notice, Duration grace) {
		return SecurityMapper.tokenLife(
				new StickyClusterProperties.Security(Map.of(), null, false, false, notice, grace, Duration.ZERO));
	}

}
