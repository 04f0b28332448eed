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

/**
 * Reads decimal numbers as protocols write them: ASCII digits, no sign, no leading zero.
 */
final class Digits {

	private Digits() {
	}

	/**
	 * Parses the number between two positions.
	 * @return the number, or -1 if there is none from 0 to the greatest
	 */
	static int parse(String text, int start, int end, int greatest) {
		boolean leadingZero = end - start > 1 && text.charAt(start) == '0';
		if (end <= start || leadingZero) {
			return -1;
		}
		int value = 0;
		for (int i = start; i < end; i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return -1;
			}
			value = value * 10 + (digit - '0');
			if (value > greatest) {
				return -1;
			}
		}
		return value;
	}

}
