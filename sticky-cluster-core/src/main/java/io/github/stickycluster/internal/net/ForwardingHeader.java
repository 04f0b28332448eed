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
import java.util.Locale;

/**
 * A header in which a proxy tells whom it forwards for. Immutable and thread-safe.
 */
@FunctionalInterface
public interface ForwardingHeader {

	/**
	 * Finds out how a header is read.
	 * @param name {@code X-Forwarded-For}, {@code Forwarded}, or the name of a header
	 * that holds one address, such as {@code CF-Connecting-IP}; in any case
	 * @return its reader
	 */
	static ForwardingHeader named(String name) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "x-forwarded-for" -> new ForwardedFor();
			case "forwarded" -> new Forwarded();
			default -> new SingleAddress();
		};
	}

	/**
	 * Finds the client's address.
	 * @param lines the header's lines in their order, none if it is absent
	 * @param peer the trusted proxy that sent them
	 * @param proxies the proxies whose word is taken
	 * @return the nearest address that is no proxy's, or the farthest that is known
	 */
	ClientAddress find(List<String> lines, InetAddress peer, TrustedProxies proxies);

	/**
	 * Finds what the client asked for. Only {@code Forwarded} tells.
	 * @param lines the header's lines in their order, none if it is absent
	 * @param peer the trusted proxy that sent them
	 * @param proxies the proxies whose word is taken
	 * @return what the farthest of the trusted proxies tells that tells anything
	 */
	default ForwardedRequest request(List<String> lines, InetAddress peer, TrustedProxies proxies) {
		return ForwardedRequest.UNKNOWN;
	}

}
