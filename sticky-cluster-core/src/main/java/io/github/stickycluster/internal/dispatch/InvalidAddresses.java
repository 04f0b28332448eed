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

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the client addresses that could not be read. Thread-safe.
 */
public final class InvalidAddresses {

	private final LongAdder headers = new LongAdder();

	private final LongAdder proxyProtocol = new LongAdder();

	void countHeader() {
		this.headers.increment();
	}

	void countProxyProtocol() {
		this.proxyProtocol.increment();
	}

	/**
	 * Returns the requests from trusted proxies whose header could not be read.
	 * @return requests since the start
	 */
	public long headers() {
		return this.headers.sum();
	}

	/**
	 * Returns the connections that were closed since their PROXY header was malformed,
	 * missing or not from a trusted proxy.
	 * @return connections since the start
	 */
	public long proxyProtocol() {
		return this.proxyProtocol.sum();
	}

}
