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

package io.github.stickycluster.internal.socketio;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link NamespacePattern}.
 */
class NamespacePatternTests {

	@Test
	void variablesOfANameAreRead() {
		NamespacePattern pattern = NamespacePattern.of("/shop-{shop}/table-{table}/live");
		assertThat(pattern.variables("/shop-7/table-été_1.~:@+/live"))
			.isEqualTo(Map.of("shop", "7", "table", "été_1.~:@+"));
		assertThat(pattern.variables()).containsExactly("shop", "table");
		assertThat(pattern).hasToString("/shop-{shop}/table-{table}/live");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/tenant-", "/tenant", "tenant-1", "/tenant-1/", "//tenant-1", "/tenant-a/b",
			"/tenant-a b", "/tenant-{id}", "/tenant-a,b", "/tenant-a?b", "/tenant-a\nb", "/tenant-a%20", "/x/tenant-1",
			"/tenant-a\u200bb" })
	void otherNamesDoNotMatch(String name) {
		NamespacePattern pattern = NamespacePattern.of("/tenant-{id}");
		assertThat(pattern.matches(name)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> pattern.variables(name));
	}

	@Test
	void valueHasAtMost128Characters() {
		NamespacePattern pattern = NamespacePattern.of("/{id}");
		assertThat(pattern.matches("/" + "x".repeat(128))).isTrue();
		assertThat(pattern.matches("/" + "x".repeat(129))).isFalse();
	}

	@Test
	void literalCharactersAreNoRegularExpression() {
		NamespacePattern pattern = NamespacePattern.of("/a.b\\E*-{id}");
		assertThat(pattern.matches("/a.b\\E*-1")).isTrue();
		assertThat(pattern.matches("/axb\\E*-1")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/tenant", "tenant-{id}", "/tenant-{}", "/tenant-{id", "/tenant-id}", "/{a}{b}",
			"/{a}-{b}", "/{a}/{a}", "/{id:[0-9]+}", "/{{id}}", "/{*rest}" })
	void malformedPatternsAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> NamespacePattern.of(text))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void mostSpecificPatternComesFirst() {
		List<String> sorted = List.of("/{all}", "/tenant-{id}", "/{a}/{b}", "/tenant-x{id}", "/{other}-live")
			.stream()
			.map(NamespacePattern::of)
			.sorted(NamespacePattern.MOST_SPECIFIC_FIRST)
			.map(NamespacePattern::toString)
			.toList();
		assertThat(sorted).containsExactly("/tenant-x{id}", "/tenant-{id}", "/{other}-live", "/{all}", "/{a}/{b}");
	}

	@Test
	void namesOfVariablesMakeNoDifference() {
		assertThat(NamespacePattern.of("/t-{a}").hasNamesOf(NamespacePattern.of("/t-{b}"))).isTrue();
		assertThat(NamespacePattern.of("/t-{a}").hasNamesOf(NamespacePattern.of("/u-{a}"))).isFalse();
	}

}
