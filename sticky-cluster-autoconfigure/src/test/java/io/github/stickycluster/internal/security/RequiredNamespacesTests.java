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

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequiredNamespaces}.
 */
class RequiredNamespacesTests {

	@Test
	void allNamespacesByDefault() {
		RequiredNamespaces all = new RequiredNamespaces(Map.of());
		assertThat(all.contain("/")).isTrue();
		assertThat(all.isAny()).isTrue();
		assertThat(all).hasToString("all namespaces");
	}

	@Test
	void aNameCountsBeforeAPatternAndALongerPatternBeforeAShorter() {
		RequiredNamespaces some = new RequiredNamespaces(
				Map.of("/shop-{id}", false, "/shop-7", true, "/**", true, "/shop-1{id}", true));
		assertThat(some.contain("/shop-2")).isFalse();
		assertThat(some.contain("/shop-7")).isTrue();
		assertThat(some.contain("/shop-12")).isTrue();
		assertThat(some.contain("/shop-2/x")).isTrue();
		assertThat(some).hasToString("all namespaces but /shop-{id}");
	}

	@Test
	void noneIfAllAreOpen() {
		RequiredNamespaces none = new RequiredNamespaces(Map.of("/**", false));
		assertThat(none.contain("/")).isFalse();
		assertThat(none.contain("/a/b")).isFalse();
		assertThat(none.isAny()).isFalse();
		assertThat(none).hasToString("no namespace");
	}

	@Test
	void refusesAMalformedPattern() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequiredNamespaces(Map.of("/{a", false)))
			.withMessageContaining("/{a");
	}

}
