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

package io.github.stickycluster.internal.worker;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts the connections that internal ports have refused. Thread-safe.
 */
public final class MemberRefusals {

	private final Map<MemberRefusal, LongAdder> counts = Arrays.stream(MemberRefusal.values())
		.collect(Collectors.toUnmodifiableMap((refusal) -> refusal, (refusal) -> new LongAdder()));

	MemberRefusals() {
	}

	void add(MemberRefusal refusal) {
		counter(refusal).increment();
	}

	/**
	 * Returns how many were refused for a reason.
	 * @param refusal the reason
	 * @return connections since the start
	 */
	public long count(MemberRefusal refusal) {
		return counter(refusal).sum();
	}

	private LongAdder counter(MemberRefusal refusal) {
		return Objects.requireNonNull(this.counts.get(refusal));
	}

}
