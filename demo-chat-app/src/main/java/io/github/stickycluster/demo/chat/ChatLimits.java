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

/**
 * What clients may send: checks it, or refuses it with a reason.
 * <p>
 * Lengths are counted in UTF-16 code units, as {@code length} does in Java and in
 * JavaScript.
 */
public final class ChatLimits {

	/** The longest name of a person. */
	public static final int MAX_NAME = 40;

	/** The longest name of a room. */
	public static final int MAX_ROOM = 40;

	/** The longest text of a message. */
	public static final int MAX_TEXT = 4000;

	/** In how many rooms a client may be at once. */
	public static final int MAX_ROOMS = 20;

	private ChatLimits() {
	}

	static String room(@Nullable String room) {
		return label("room", room, MAX_ROOM);
	}

	static String name(@Nullable String name) {
		return label("name", name, MAX_NAME);
	}

	static String text(@Nullable String text) {
		if (text == null || Glyphs.isBlank(text)) {
			throw new RefusedException("A text is needed");
		}
		if (text.length() > MAX_TEXT) {
			throw new RefusedException("A text has at most " + MAX_TEXT + " characters, this one has " + text.length());
		}
		if (text.codePoints().anyMatch(Glyphs::isForbiddenInText)) {
			throw new RefusedException("A text has no control characters but line breaks and tabs");
		}
		return text;
	}

	private static String label(String what, @Nullable String label, int max) {
		if (label == null || Glyphs.isBlank(label)) {
			throw new RefusedException("A " + what + " is needed");
		}
		String stripped = label.strip();
		if (stripped.length() > max) {
			throw new RefusedException(
					"A " + what + " has at most " + max + " characters, this one has " + stripped.length());
		}
		if (stripped.codePoints().anyMatch(Glyphs::isForbiddenInLabel)) {
			throw new RefusedException("A " + what + " has no control or invisible characters");
		}
		return stripped;
	}

}
