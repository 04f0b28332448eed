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

package io.github.stickycluster.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The acks of an event that was sent to several clients or nodes, and the number of those
 * missing.
 *
 * @param <T> the type of an ack's value
 * @param values the first value of each ack, in the order of arrival; {@code null} for an
 * ack without a value
 * @param missing the number of receivers without a valid ack: the ack did not arrive
 * before the timeout or the receiver's disconnect, or its value does not have the
 * requested type
 * @param silentNodes the ids of the nodes that did not report their number of receivers;
 * the acks of those receivers are missing as well, and not counted
 * @since 0.1.0
 */
public record Acks<T extends @Nullable Object>(List<T> values, int missing, Set<String> silentNodes) {

	/**
	 * Creates an immutable copy.
	 * @param values the first value of each ack
	 * @param missing the number of receivers without a valid ack
	 * @param silentNodes the ids of the nodes that did not report their number of
	 * receivers
	 */
	public Acks {
		// List.copyOf refuses null.
		values = Collections.unmodifiableList(new ArrayList<>(values));
		silentNodes = Set.copyOf(silentNodes);
	}

	/**
	 * Returns whether every receiver has acknowledged the event.
	 * @return {@code true} if no ack is missing and every node has reported
	 */
	public boolean isComplete() {
		return this.missing == 0 && this.silentNodes.isEmpty();
	}

}
