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

/**
 * AssertJ assertions on the arguments of an event or an ack: on the first argument as an
 * object, and on all arguments.
 *
 * @param <SELF> the type of the assertions
 * @param <T> the type of the first argument
 * @since 0.1.0
 */
public abstract class PayloadAssert<SELF extends PayloadAssert<SELF, T>, T> extends AbstractObjectAssert<SELF, T> {

	private final Arguments arguments;

	PayloadAssert(@Nullable T actual, Class<?> selfType, Arguments arguments, String what) {
		super(actual, selfType);
		this.arguments = arguments;
		getWritableAssertionInfo().description("%s", what);
	}

	/**
	 * Returns the first argument, for other assertions and for later use.
	 * @return the first argument
	 * @throws AssertionError if there is no argument, or the first is {@code null}
	 */
	public T value() {
		isNotNull();
		return this.actual;
	}

	/**
	 * Verifies all arguments.
	 * @param expected the expected arguments, compared as JSON, and binary ones as bytes
	 * @return these assertions
	 */
	public SELF hasArguments(@Nullable Object... expected) {
		Arguments wanted = Arguments.of(this.arguments.mapper(), expected);
		if (!Trees.equal(wanted.values(), this.arguments.values())) {
			throw failureWithActualExpected(this.arguments, wanted, "%nExpected the arguments%n  %s%nbut got%n  %s",
					wanted, this.arguments);
		}
		return this.myself;
	}

	final Arguments arguments() {
		return this.arguments;
	}

}
