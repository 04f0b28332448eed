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

/**
 * Refuses values out of range. A record of settings checks itself with these, and names
 * the property that each value comes from.
 */
public final class SettingChecks {

	private SettingChecks() {
	}

	/**
	 * Checks that a number is in a range.
	 * @param name the name of the property, without the prefix
	 * @param value its value
	 * @param least the smallest number allowed
	 * @param most the largest number allowed
	 * @throws InvalidSettingException if it is not
	 */
	public static void inRange(String name, long value, long least, long most) {
		check(value >= least && value <= most, name, value, "Use a number from " + least + " to " + most + ".");
	}

	/**
	 * Checks that a duration is in a range.
	 * @param name the name of the property, without the prefix
	 * @param value its value
	 * @param least the shortest duration allowed
	 * @param most the longest duration allowed
	 * @throws InvalidSettingException if it is not
	 */
	public static void inRange(String name, Duration value, Duration least, Duration most) {
		check(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, name, value.toMillis() + "ms",
				"Use a duration from " + least.toMillis() + "ms to " + most.toMillis() + "ms.");
	}

	/**
	 * Checks a rule.
	 * @param valid whether the value is valid
	 * @param name the name of the property, without the prefix
	 * @param value its value
	 * @param fix what to use instead, as a sentence
	 * @throws InvalidSettingException if the value is not valid
	 */
	public static void check(boolean valid, String name, Object value, String fix) {
		if (!valid) {
			throw new InvalidSettingException(name, value, fix);
		}
	}

}
