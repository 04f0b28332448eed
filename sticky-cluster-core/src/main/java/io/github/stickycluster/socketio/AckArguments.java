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

package io.github.stickycluster.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of an acknowledgement that has several, or none, to be returned by an
 * {@link OnEvent} method. Immutable.
 *
 * @param values the arguments, of which each may be {@code null}
 * @since 0.1.0
 */
public record AckArguments(List<@Nullable Object> values) {

	/**
	 * Creates the arguments of an acknowledgement.
	 * @param values the arguments, which are copied
	 */
	public AckArguments {
		// List.copyOf refuses null.
		values = Collections.unmodifiableList(new ArrayList<>(values));
	}

	/**
	 * Returns the arguments of an acknowledgement.
	 * @param values the arguments
	 * @return the arguments in the same order
	 */
	public static AckArguments of(@Nullable Object... values) {
		return new AckArguments(Arrays.asList(values));
	}

}
