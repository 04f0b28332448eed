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

import java.util.Map;

/**
 * Thrown at start-up for properties below {@code sticky-cluster} that do not exist. Its
 * message has no values, one of which may be a secret.
 */
class UnknownPropertiesException extends RuntimeException {

	private final transient Map<String, String> nearest;

	/**
	 * Creates the exception.
	 * @param nearest what was probably meant, by each unknown name with its origin
	 */
	UnknownPropertiesException(Map<String, String> nearest) {
		super("Unknown configuration properties: " + String.join(", ", nearest.keySet()));
		this.nearest = nearest;
	}

	Map<String, String> nearest() {
		return this.nearest;
	}

}
