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

package io.github.stickycluster.internal.http.proxy;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.netty.channel.Channel;

/**
 * Counts what has been forwarded. Thread-safe.
 */
public final class ForwardCounters {

	private final LongAdder requests = new LongAdder();

	private final AtomicInteger connections = new AtomicInteger();

	private final Map<ForwardFailure, LongAdder> failures = Arrays.stream(ForwardFailure.values())
		.collect(Collectors.toUnmodifiableMap((failure) -> failure, (failure) -> new LongAdder()));

	void request() {
		this.requests.increment();
	}

	void connected(Channel channel) {
		this.connections.incrementAndGet();
		channel.closeFuture().addListener((closed) -> this.connections.decrementAndGet());
	}

	void failed(ForwardFailure failure) {
		adder(failure).increment();
	}

	/**
	 * Returns how many requests have been forwarded, WebSockets included.
	 * @return requests since the start
	 */
	public long requests() {
		return this.requests.sum();
	}

	/**
	 * Returns how many connections to the servers are open, in use or not.
	 * @return open connections
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * Returns how many requests could not be forwarded, or not to their end.
	 * @param failure why not
	 * @return requests since the start
	 */
	public long failures(ForwardFailure failure) {
		return adder(failure).sum();
	}

	private LongAdder adder(ForwardFailure failure) {
		return Objects.requireNonNull(this.failures.get(failure));
	}

}
