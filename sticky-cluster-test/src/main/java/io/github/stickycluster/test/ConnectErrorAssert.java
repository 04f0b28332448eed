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

import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Assertions on a {@link ConnectError}.
 *
 * @since 0.1.0
 */
public final class ConnectErrorAssert extends AbstractObjectAssert<ConnectErrorAssert, ConnectError> {

	private final JsonMapper mapper;

	ConnectErrorAssert(ConnectError actual, JsonMapper mapper) {
		super(actual, ConnectErrorAssert.class);
		this.mapper = mapper;
	}

	/**
	 * Verifies the message of the error.
	 * @param expected the complete message
	 * @return these assertions
	 */
	public ConnectErrorAssert hasMessage(String expected) {
		if (!this.actual.message().equals(expected)) {
			throw failureWithActualExpected(this.actual.message(), expected,
					"%nExpected the connect error%n  \"%s\"%nbut got%n  %s", expected, this.actual);
		}
		return this;
	}

	/**
	 * Verifies the data of the error.
	 * @param expected the data, compared as JSON; {@code null} for none
	 * @return these assertions
	 */
	public ConnectErrorAssert hasData(@Nullable Object expected) {
		JsonNode wanted = (expected != null) ? Trees.of(this.mapper, expected) : null;
		if (!Trees.equal(this.actual.data(), wanted)) {
			throw failureWithActualExpected(this.actual.data(), wanted,
					"%nExpected a connect error with the data%n  %s%nbut got%n  %s", wanted, this.actual);
		}
		return this;
	}

	/**
	 * Verifies the status code of the HTTP response.
	 * @param expected the status code; 0 if the namespace, not the server, refused the
	 * client
	 * @return these assertions
	 */
	public ConnectErrorAssert hasStatus(int expected) {
		if (this.actual.status() != expected) {
			throw failureWithActualExpected(this.actual.status(), expected,
					"%nExpected a connect error with HTTP status%n  %s%nbut got%n  %s", expected, this.actual);
		}
		return this;
	}

}
