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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The distance between two names of properties, which is smaller the more probable a
 * typing error is: a wrong letter counts less than a wrong group, and a wrong group less
 * than another last element.
 */
final class NameDistance {

	private static final int LAST_ELEMENT = 4;

	private NameDistance() {
	}

	/**
	 * Returns the distance, 0 for names that mean the same.
	 */
	static int between(ConfigurationPropertyName one, ConfigurationPropertyName other) {
		int last = edits(one.getLastElement(Form.UNIFORM), other.getLastElement(Form.UNIFORM));
		int group = edits(joined(one, one.getNumberOfElements() - 1), joined(other, other.getNumberOfElements() - 1));
		int whole = edits(joined(one, one.getNumberOfElements()), joined(other, other.getNumberOfElements()));
		return Math.min(LAST_ELEMENT * last + group, LAST_ELEMENT * whole);
	}

	private static String joined(ConfigurationPropertyName name, int elements) {
		StringBuilder joined = new StringBuilder();
		for (int i = 0; i < elements; i++) {
			joined.append(name.getElement(i, Form.UNIFORM));
		}
		return joined.toString();
	}

	/**
	 * Counts the letters to add and to remove. A changed letter counts twice, so that a
	 * word left out is nearer than other words of the same length.
	 */
	private static int edits(String from, String to) {
		int[] row = new int[to.length() + 1];
		for (int j = 0; j <= to.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int kept = diagonal;
				diagonal = row[j];
				row[j] = (from.charAt(i - 1) == to.charAt(j - 1)) ? kept : Math.min(row[j], row[j - 1]) + 1;
			}
		}
		return row[to.length()];
	}

}
