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

package io.github.stickycluster.internal.engineio;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.github.stickycluster.socketio.Transport;

/**
 * The counters of one server. Its event loops write them; any thread may read them.
 */
final class EngineIoCounters {

	private final LongAdder polling3 = new LongAdder();

	private final LongAdder polling4 = new LongAdder();

	private final LongAdder webSocket3 = new LongAdder();

	private final LongAdder webSocket4 = new LongAdder();

	private final LongAdder opened = new LongAdder();

	private final LongAdder upgraded = new LongAdder();

	private final Map<CloseReason, LongAdder> closed = adders(CloseReason.values());

	private final Map<EngineIoError, LongAdder> refused = adders(EngineIoError.values());

	private static <E extends Enum<E>> Map<E, LongAdder> adders(E[] keys) {
		return Arrays.stream(keys).collect(Collectors.toUnmodifiableMap((key) -> key, (key) -> new LongAdder()));
	}

	void opened(EngineIoVersion version, Transport transport) {
		this.opened.increment();
		sessions(version, transport).increment();
	}

	void upgraded(EngineIoVersion version) {
		this.upgraded.increment();
		sessions(version, Transport.POLLING).decrement();
		sessions(version, Transport.WEBSOCKET).increment();
	}

	void closed(EngineIoVersion version, Transport transport, CloseReason reason) {
		sessions(version, transport).decrement();
		adder(this.closed, reason).increment();
	}

	void refused(EngineIoError error) {
		adder(this.refused, error).increment();
	}

	EngineIoStats stats() {
		return new EngineIoStats(this.polling3.sum(), this.polling4.sum(), this.webSocket3.sum(), this.webSocket4.sum(),
				this.opened.sum(), this.upgraded.sum(), sums(this.closed), sums(this.refused));
	}

	private LongAdder sessions(EngineIoVersion version, Transport transport) {
		boolean polling = (transport == Transport.POLLING);
		if (version == EngineIoVersion.V4) {
			return polling ? this.polling4 : this.webSocket4;
		}
		return polling ? this.polling3 : this.webSocket3;
	}

	private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E key) {
		return Objects.requireNonNull(adders.get(key));
	}

	private static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders) {
		return adders.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (entry) -> entry.getValue().sum()));
	}

}
