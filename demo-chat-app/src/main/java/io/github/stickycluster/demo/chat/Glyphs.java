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

/**
 * Tells what would be seen of characters, and which would harm the text around them.
 */
final class Glyphs {

	/**
	 * Hangul fillers and the empty Braille cell: letters and symbols that show nothing.
	 */
	private static final String EMPTY = "\u115f\u1160\u3164\uffa0\u2800";

	/** Persian and Indic words and composed emoji need these between their letters. */
	private static final String JOINERS = "\u200c\u200d";

	private Glyphs() {
	}

	/**
	 * Tells whether nothing would be seen of a string.
	 * @param string the string
	 * @return whether it has spaces, invisible characters and bare accents only
	 */
	static boolean isBlank(String string) {
		return string.codePoints().noneMatch(Glyphs::isVisible);
	}

	/**
	 * Tells whether a name may not have a character: one line that reads in its own
	 * direction, and nothing hidden in it.
	 * @param codePoint the character
	 * @return whether it breaks the line, turns its direction or is invisible
	 */
	static boolean isForbiddenInLabel(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> JOINERS.indexOf(codePoint) < 0;
			default -> false;
		};
	}

	/**
	 * Tells whether a message may not have a character.
	 * @param codePoint the character
	 * @return whether it is a control character other than a line break or a tab
	 */
	static boolean isForbiddenInText(int codePoint) {
		return Character.isISOControl(codePoint) && "\n\r\t".indexOf(codePoint) < 0;
	}

	private static boolean isVisible(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL,
					Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.SURROGATE ->
				false;
			default -> EMPTY.indexOf(codePoint) < 0;
		};
	}

}
