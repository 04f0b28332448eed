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

package io.github.stickycluster.test;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The arguments of an event or an ack, and the mapper that reads them.
 *
 * @param mapper reads and writes them
 * @param values the arguments, binary ones as binary nodes
 */
record Arguments(JsonMapper mapper, ArrayNode values) {

	private static final int LONGEST_TEXT = 1_000;

	static Arguments of(JsonMapper mapper, @Nullable Object... arguments) {
		ArrayNode values = JsonNodeFactory.instance.arrayNode();
		for (Object argument : arguments) {
			values.add(Trees.of(mapper, argument));
		}
		return new Arguments(mapper, values);
	}

	/**
	 * Returns an argument as an object.
	 * @param what what the arguments belong to, for the message
	 * @return the object; {@code null} if there is no such argument
	 * @throws AssertionError if the argument is not of the type
	 */
	// A Type has no parameter that could say what it is.
	@SuppressWarnings("TypeParameterUnusedInFormals")
	<T> @Nullable T get(int index, Type type, String what) {
		JsonNode value = this.values.get(index);
		if (value == null) {
			return null;
		}
		JavaType target = this.mapper.constructType(type);
		try {
			return this.mapper.treeToValue(value, target);
		}
		catch (JacksonException ex) {
			throw new AssertionError("Argument " + index + " of " + what + " does not have the type "
					+ target.toCanonical() + ": " + abbreviate(value.toString()) + "\n" + ex.getOriginalMessage(), ex);
		}
	}

	@Override
	public String toString() {
		return abbreviate(this.values.toString());
	}

	private static String abbreviate(String text) {
		return (text.length() <= LONGEST_TEXT) ? text
				: text.substring(0, LONGEST_TEXT) + "… (" + text.length() + " characters)";
	}

}
