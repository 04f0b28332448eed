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

package io.github.stickycluster.actuate;

import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Actuator endpoint {@code stickytypes}: the events of the application as TypeScript's
 * types, for the {@code io()} of its clients.
 *
 * @since 0.1.0
 */
@Endpoint(id = "stickytypes")
public class StickyTypesEndpoint {

	private final Supplier<String> types;

	/**
	 * Creates the endpoint.
	 * @param types writes the types
	 */
	StickyTypesEndpoint(Supplier<String> types) {
		this.types = types;
	}

	/**
	 * Writes the types.
	 * @return a TypeScript file with {@code ClientToServerEvents} and
	 * {@code ServerToClientEvents} for each namespace
	 */
	@ReadOperation(produces = "text/plain;charset=UTF-8")
	public String types() {
		return this.types.get();
	}

}
