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

package io.github.stickycluster.internal.cluster;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A listener for events that other nodes send to this node.
 */
public interface ServerEventListener {

	/**
	 * Returns what the arguments are read as.
	 * @return a type for each argument that is wanted
	 */
	List<Type> types();

	/**
	 * Returns what the answer is written as.
	 * @return the type, whose elements' types count if it is a collection, an array or a
	 * map
	 */
	default Type replyType() {
		return Object.class;
	}

	/**
	 * Called with an event, on the thread of this node's server events.
	 * @param arguments as many as there are types; {@code null} for those not sent
	 * @return the answer, or {@code null}
	 * @throws Exception if there is none
	 */
	@Nullable Object onEvent(List<@Nullable Object> arguments) throws Exception;

}
