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

/**
 * Thrown by a record of settings for a value that it cannot have.
 */
public class InvalidSettingException extends IllegalArgumentException {

	private final String name;

	private final transient Object value;

	private final String reason;

	/**
	 * Creates the exception.
	 * @param name the setting's name, which is that of its property without the prefix,
	 * such as {@code socket-io.ping-interval}
	 * @param value its value
	 * @param reason what it may be, as a sentence
	 */
	public InvalidSettingException(String name, Object value, String reason) {
		super("Setting '" + name + "' is '" + value + "'. " + reason);
		this.name = name;
		this.value = value;
		this.reason = reason;
	}

	/**
	 * Returns the setting's name.
	 * @return the name, such as {@code socket-io.ping-interval}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the setting's value.
	 * @return the value
	 */
	public Object value() {
		return this.value;
	}

	/**
	 * Returns what the setting may be.
	 * @return a sentence
	 */
	public String reason() {
		return this.reason;
	}

}
