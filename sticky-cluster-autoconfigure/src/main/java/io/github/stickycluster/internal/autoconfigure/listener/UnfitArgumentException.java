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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The client has not sent what a parameter of a listener method requires.
 */
final class UnfitArgumentException extends RuntimeException {

	private final transient Problem problem;

	/**
	 * Creates an exception.
	 * @param detail what is wrong, as the client is told
	 * @param argument the name of what is wrong
	 * @param error what the client should do, without the name
	 */
	UnfitArgumentException(String detail, String argument, String error, @Nullable Throwable cause) {
		super(detail + ": " + argument + " " + error, cause);
		this.problem = Problem.of(400, detail).with(Map.of(argument, List.of(error)));
	}

	Problem problem() {
		return this.problem;
	}

}
