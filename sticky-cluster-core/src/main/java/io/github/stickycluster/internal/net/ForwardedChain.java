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

package io.github.stickycluster.internal.net;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * Goes from the peer to the client, hop by hop, as far as the proxies are trusted.
 */
final class ForwardedChain {

	/** No chain of proxies is that long: who sends more wants to keep us busy. */
	static final int MAX_STEPS = 100;

	private final TrustedProxies proxies;

	private InetAddress reached;

	private @Nullable String host;

	private @Nullable String proto;

	private boolean malformed;

	private int steps;

	ForwardedChain(InetAddress peer, TrustedProxies proxies) {
		this.reached = peer;
		this.proxies = proxies;
	}

	/**
	 * Counts a step, also that over an empty item of a list.
	 * @return whether to go on
	 */
	boolean step() {
		if (++this.steps > MAX_STEPS) {
			this.malformed = true;
			return false;
		}
		return true;
	}

	/**
	 * Goes to a hop.
	 * @return whether to go on from there
	 */
	boolean to(Hop hop) {
		this.malformed = hop.malformed();
		InetAddress address = hop.address();
		if (address == null) {
			return false;
		}
		this.reached = address;
		return this.proxies.contains(address);
	}

	/**
	 * Takes what the proxy that was reached tells of the request that it got.
	 */
	void sees(@Nullable String host, @Nullable String proto) {
		this.host = (host != null) ? host : this.host;
		this.proto = (proto != null) ? proto : this.proto;
	}

	ForwardedRequest request() {
		return new ForwardedRequest(this.host, this.proto);
	}

	ClientAddress result() {
		return new ClientAddress(this.reached, this.malformed);
	}

}
