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

import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Assertions on the error in the ack of an event, or in the error event: a problem in the
 * terms of RFC 9457.
 *
 * @since 0.1.0
 */
public final class AckErrorAssert extends AbstractObjectAssert<AckErrorAssert, JsonNode> {

	private final Arguments values;

	private AckErrorAssert(JsonNode error, Arguments values, String source) {
		super(error, AckErrorAssert.class);
		this.values = values;
		getWritableAssertionInfo().description("The error in %s %s", source, error);
	}

	/**
	 * Creates the assertions.
	 * @param values the values of the ack or event
	 * @param source names it for messages, such as {@code the ack of "order"}
	 * @throws AssertionError if the values are no error
	 */
	static AckErrorAssert of(Arguments values, String source) {
		JsonNode error = values.values().path(0).path("error");
		if (!error.isObject() || values.values().size() > 1) {
			throw new AssertionError("Expected an error in " + source + " but got " + values);
		}
		return new AckErrorAssert(error, values, source);
	}

	/**
	 * Verifies the status of the error.
	 * @param expected the status, such as 400
	 * @return these assertions
	 */
	public AckErrorAssert hasStatus(int expected) {
		return hasProperty("status", expected);
	}

	/**
	 * Verifies the detail of the error.
	 * @param expected the complete detail; {@code null} for none
	 * @return these assertions
	 */
	public AckErrorAssert hasDetail(@Nullable String expected) {
		return hasProperty("detail", expected);
	}

	/**
	 * Verifies which fields or parameters are not valid.
	 * @param fields the names of all of them, in any order
	 * @return these assertions
	 */
	public AckErrorAssert hasFieldErrors(String... fields) {
		List<String> invalid = this.actual.path("errors").propertyNames().stream().sorted().toList();
		List<String> wanted = Stream.of(fields).sorted().toList();
		if (!invalid.equals(wanted)) {
			throw failureWithActualExpected(invalid, wanted, "%nExpected errors of the fields%n  %s%nbut got%n  %s",
					wanted, this.actual);
		}
		return this;
	}

	/**
	 * Verifies a property of the error.
	 * @param name the name of the property
	 * @param expected its value, compared as JSON; {@code null} for none
	 * @return these assertions
	 */
	public AckErrorAssert hasProperty(String name, @Nullable Object expected) {
		JsonNode found = this.actual.get(name);
		JsonNode wanted = (expected != null) ? Trees.of(this.values.mapper(), expected) : null;
		if (!Trees.equal(found, wanted)) {
			throw failureWithActualExpected(found, wanted, "%nExpected an error with the %s%n  %s%nbut got%n  %s", name,
					wanted, this.actual);
		}
		return this;
	}

	/**
	 * Returns the error, for other assertions.
	 * @return the problem
	 */
	public JsonNode value() {
		return this.actual;
	}

}
