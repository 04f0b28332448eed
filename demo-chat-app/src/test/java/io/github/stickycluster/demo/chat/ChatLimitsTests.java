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

package io.github.stickycluster.demo.chat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChatLimits}.
 */
class ChatLimitsTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n", "\u200b", "\u200d\u200c", "\u00a0\ufeff", "\u3164", "\u2800\u0301" })
	void refusesWhatIsMissing(@Nullable String missing) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.room(missing))
			.withMessage("A room is needed");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.name(missing))
			.withMessage("A name is needed");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.text(missing))
			.withMessage("A text is needed");
	}

	@Test
	void takesTheLongestAndRefusesOneMore() {
		assertThat(ChatLimits.room("r".repeat(40))).hasSize(40);
		assertThat(ChatLimits.name("n".repeat(40))).hasSize(40);
		assertThat(ChatLimits.text("t".repeat(4000))).hasSize(4000);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.room("r".repeat(41)))
			.withMessage("A room has at most 40 characters, this one has 41");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.name("n".repeat(41)))
			.withMessage("A name has at most 40 characters, this one has 41");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.text("t".repeat(4001)))
			.withMessage("A text has at most 4000 characters, this one has 4001");
	}

	@Test
	void stripsLabelsButKeepsTextsAsTheyAre() {
		assertThat(ChatLimits.room("  lobby ")).isEqualTo("lobby");
		assertThat(ChatLimits.name(" Ada Lovelace ")).isEqualTo("Ada Lovelace");
		assertThat(ChatLimits.text("  two\n  lines ")).isEqualTo("  two\n  lines ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "A\u0000da", "A\u0007da", "A\nda", "A\u0085da", "A\u200bda", "A\u202eda", "A\u2066da",
			"A\ufeffda", "A\u2028da", "A\ud800da" })
	void refusesControlAndInvisibleCharactersInLabels(String label) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.name(label))
			.withMessage("A name has no control or invisible characters");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.room(label))
			.withMessage("A room has no control or invisible characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u05e2\u05d3\u05d4", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
			"\ud83d\udc69\u200d\ud83d\udcbb", "\u2764\ufe0f", "Zoe\u0308" })
	void takesNamesOfAnyScript(String name) {
		assertThat(ChatLimits.name(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u0000b", "a\u0007b", "a\u001bb", "a\u007fb", "a\u0085b" })
	void refusesControlCharactersInTexts(String text) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> ChatLimits.text(text))
			.withMessage("A text has no control characters but line breaks and tabs");
	}

	@Test
	void takesLineBreaksTabsAndDirectionsInTexts() {
		String text = "one\r\n\ttwo \u202ethree";
		assertThat(ChatLimits.text(text)).isEqualTo(text);
	}

	@Test
	void leavesMarkupAlone() {
		assertThat(ChatLimits.name("<img onerror=x>")).isEqualTo("<img onerror=x>");
	}

}
