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

import org.jspecify.annotations.Nullable;

/**
 * Assertions on the server's ack of an event.
 *
 * @param <T> the type of the ack's first value, or {@code JsonNode} for all values
 * @since 0.1.0
 */
public final class AckAssert<T> extends PayloadAssert<AckAssert<T>, T> {

	AckAssert(@Nullable T actual, Arguments values, String event) {
		super(actual, AckAssert.class, values, "The ack of \"" + event + "\" " + values);
	}

}
