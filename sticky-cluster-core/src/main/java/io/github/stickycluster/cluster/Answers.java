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
 * The answers to an event, and how many are missing.
 *
 * @param <T> the answers' type
 * @param values the answers, in the order in which they came; one without a value is
 * {@code null}
 * @param missing how many of those who were asked, and are known of, did not answer: in
 * time, or before they were gone, or in the type asked for
 * @param silentNodes the ids of the nodes that did not even tell how many they asked, so
 * that more may be missing
 */
public record Answers<T extends @Nullable Object>(List<T> values, int missing, Set<String> silentNodes) {

	/**
	 * Creates answers.
	 * @param values the answers
	 * @param missing how many are missing
	 * @param silentNodes the ids of the nodes that said nothing
	 */
	public Answers {
		// List.copyOf refuses null.
		values = Collections.unmodifiableList(new ArrayList<>(values));
		silentNodes = Set.copyOf(silentNodes);
	}

	/**
	 * Returns whether everybody has answered.
	 * @return whether nothing is missing
	 */
	public boolean isComplete() {
		return this.missing == 0 && this.silentNodes.isEmpty();
	}

}
