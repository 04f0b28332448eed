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
 * Reads a header that holds the client's address alone, such as {@code CF-Connecting-IP}
 * or {@code X-Real-IP}. Given twice it does not say which one is the proxy's, so none is
 * taken.
 */
final class SingleAddress implements ForwardingHeader {

	@Override
	public ClientAddress find(List<String> lines, InetAddress peer, TrustedProxies proxies) {
		ForwardedChain walk = new ForwardedChain(peer, proxies);
		if (lines.size() == 1) {
			walk.to(Hop.parse(lines.get(0).strip()));
		}
		else if (!lines.isEmpty()) {
			walk.to(Hop.MALFORMED);
		}
		return walk.result();
	}

}
