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
import java.util.List;

/**
 * The reverse proxies and load balancers whose word about a client's address is taken.
 */
public final class TrustedProxies {

	/** Nobody. */
	public static final TrustedProxies NONE = new TrustedProxies(List.of());

	private final IpPrefix[] prefixes;

	/**
	 * Trusts the addresses of some ranges.
	 * @param prefixes the ranges
	 */
	public TrustedProxies(List<IpPrefix> prefixes) {
		this.prefixes = prefixes.toArray(IpPrefix[]::new);
	}

	/**
	 * Tells whether nobody is trusted.
	 * @return whether there is no range
	 */
	public boolean isEmpty() {
		return this.prefixes.length == 0;
	}

	/**
	 * Tells whether an address is a trusted proxy's.
	 * @param address the address
	 * @return whether one of the ranges holds it
	 */
	public boolean contains(InetAddress address) {
		for (IpPrefix prefix : this.prefixes) {
			if (prefix.contains(address)) {
				return true;
			}
		}
		return false;
	}

}
