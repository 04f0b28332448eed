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

import io.github.stickycluster.internal.http.RequestClock;

/**
 * Counts the connections that were refused, and the requests refused for a limit that
 * would have refused a connection of their own. Thread-safe.
 */
public final class RefusedConnections implements RequestClock.Failures {

	private final Map<RefusalReason, LongAdder> counts = Arrays.stream(RefusalReason.values())
		.collect(Collectors.toUnmodifiableMap((reason) -> reason, (reason) -> new LongAdder()));

	RefusedConnections() {
	}

	void add(RefusalReason reason) {
		counter(reason).increment();
	}

	@Override
	public void headTooLate() {
		add(RefusalReason.REQUEST_HEAD_TIMEOUT);
	}

	@Override
	public void headTooLarge() {
		add(RefusalReason.REQUEST_HEAD_SIZE);
	}

	@Override
	public void handshakeFailed() {
		add(RefusalReason.TLS_HANDSHAKE);
	}

	/**
	 * Returns how many were refused for a reason.
	 * @param reason the reason
	 * @return refusals since the start
	 */
	public long count(RefusalReason reason) {
		return counter(reason).sum();
	}

	private LongAdder counter(RefusalReason reason) {
		return Objects.requireNonNull(this.counts.get(reason));
	}

}
