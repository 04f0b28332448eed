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
 * The acks of an event, and how many are missing.
 *
 * @param <T> the type of an ack's value
 * @param values the values, in the order in which the acks came; one without a value is
 * {@code null}
 * @param missing the number of receivers known to the asking node whose ack did not come:
 * in time, before they disconnected, or in the type asked for
 * @param silentNodes the ids of the nodes that did not report how many receivers they
 * have, so that more acks may be missing
 */
public record Acks<T extends @Nullable Object>(List<T> values, int missing, Set<String> silentNodes) {

	/**
	 * Creates acks.
	 * @param values the values
	 * @param missing the number of missing acks
	 * @param silentNodes the ids of the nodes that did not report
	 */
	public Acks {
		// List.copyOf refuses null.
		values = Collections.unmodifiableList(new ArrayList<>(values));
		silentNodes = Set.copyOf(silentNodes);
	}

	/**
	 * Returns whether every receiver has acknowledged the event.
	 * @return whether no ack is missing
	 */
	public boolean isComplete() {
		return this.missing == 0 && this.silentNodes.isEmpty();
	}

}
