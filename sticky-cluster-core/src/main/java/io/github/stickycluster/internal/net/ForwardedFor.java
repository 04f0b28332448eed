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
 * Reads {@code X-Forwarded-For}: a list to whose end each proxy adds the address of its
 * own peer.
 */
final class ForwardedFor implements ForwardingHeader {

	@Override
	public ClientAddress find(List<String> lines, InetAddress peer, TrustedProxies proxies) {
		ForwardedChain walk = new ForwardedChain(peer, proxies);
		for (int i = lines.size() - 1; i >= 0; i--) {
			if (!walk(lines.get(i), walk)) {
				break;
			}
		}
		return walk.result();
	}

	private static boolean walk(String line, ForwardedChain walk) {
		for (int end = line.length(); end >= 0;) {
			int comma = line.lastIndexOf(',', end - 1);
			String item = line.substring(comma + 1, end).strip();
			// Empty items do not count (RFC 9110, section 5.6.1.2).
			if (!walk.step() || (!item.isEmpty() && !walk.to(Hop.parse(item)))) {
				return false;
			}
			end = comma;
		}
		return true;
	}

}
