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

package io.github.stickycluster.internal.dispatch;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts the requests that were routed. Thread-safe.
 */
public final class RoutedRequests {

	private final Map<RoutingOutcome, LongAdder> counts = Arrays.stream(RoutingOutcome.values())
		.collect(Collectors.toUnmodifiableMap((outcome) -> outcome, (outcome) -> new LongAdder()));

	RoutedRequests() {
	}

	void add(RoutingOutcome outcome) {
		counter(outcome).increment();
	}

	/**
	 * Returns how many requests had an outcome.
	 * @param outcome the outcome
	 * @return requests since the start
	 */
	public long count(RoutingOutcome outcome) {
		return counter(outcome).sum();
	}

	private LongAdder counter(RoutingOutcome outcome) {
		return Objects.requireNonNull(this.counts.get(outcome));
	}

}
