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
import java.util.function.Supplier;

import io.github.stickycluster.internal.settings.InvalidSettingException;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;

/**
 * Refuses property values out of range with a message that names the property, the value
 * and the fix.
 */
public final class PropertyChecks {

	private static final String PREFIX = "sticky-cluster.";

	private PropertyChecks() {
	}

	/**
	 * Checks that a number is in a range.
	 */
	public static int inRange(String name, int value, int min, int max) {
		check(value >= min && value <= max, name, value, "Use a number from %d to %d.".formatted(min, max));
		return value;
	}

	/**
	 * Checks that a duration is in a range.
	 */
	public static Duration inRange(String name, Duration value, Duration min, Duration max) {
		check(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, name, value.toMillis() + "ms",
				"Use a duration from %s to %s.".formatted(DurationStyle.SIMPLE.print(min),
						DurationStyle.SIMPLE.print(max)));
		return value;
	}

	/**
	 * Makes settings that check themselves, and refuses a value that they refuse.
	 */
	public static <T> T checked(Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (InvalidSettingException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ex.name(), ex.value(), ex.reason());
		}
	}

	/**
	 * Checks a rule.
	 */
	public static void check(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
		}
	}

}
