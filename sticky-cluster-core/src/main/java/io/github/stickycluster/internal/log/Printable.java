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

package io.github.stickycluster.internal.log;

/**
 * Text that clients may have written, made fit for a line of a log: no second line and no
 * colour comes of it.
 */
public final class Printable {

	private static final int MOST_CHARACTERS = 200;

	private Printable() {
	}

	/**
	 * Escapes text and cuts it at 200 characters.
	 * @param text the text
	 * @return printable ASCII
	 */
	public static String of(String text) {
		return of(text, MOST_CHARACTERS);
	}

	/**
	 * Escapes text and cuts it.
	 * @param text the text
	 * @param most how many characters of it are shown
	 * @return printable ASCII, other characters escaped as in Java
	 */
	public static String of(String text, int most) {
		StringBuilder shown = new StringBuilder();
		for (int i = 0; i < Math.min(text.length(), most); i++) {
			char character = text.charAt(i);
			if (character >= ' ' && character < 127) {
				shown.append(character);
			}
			else {
				shown.append("\\u").append(String.format("%04x", (int) character));
			}
		}
		return shown.append((text.length() > most) ? "..." : "").toString();
	}

	/**
	 * Names a failure.
	 * @param failure the failure
	 * @return its class and its message
	 */
	static String of(Throwable failure) {
		try {
			return of(failure.toString());
		}
		catch (RuntimeException ex) {
			// The class and its methods may be the application's.
			return failure.getClass().getName();
		}
	}

}
