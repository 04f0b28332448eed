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

package io.github.stickycluster.internal.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocols that a client offers for its WebSocket (RFC 6455, section 11.3.4), as
 * the option {@code protocols} of the JavaScript client sets them. A browser gives the
 * connection up unless one of them is agreed on.
 */
final class Subprotocols {

	private static final String MARKS = "!#$%&'*+-.^_`|~";

	/** None were offered. */
	private static final Subprotocols NONE = new Subprotocols(null);

	private final @Nullable String first;

	private Subprotocols(@Nullable String first) {
		this.first = first;
	}

	/**
	 * Reads what a client offers.
	 * @param headers the headers of the request
	 * @return the offer, or {@code null} if it is malformed: not a list of different
	 * tokens
	 */
	static @Nullable Subprotocols read(HttpHeaders headers) {
		List<String> lines = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
		if (lines.isEmpty()) {
			return NONE;
		}
		String[] names = String.join(",", lines).split(",", -1);
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < names.length; i++) {
			names[i] = names[i].strip();
			if (!isToken(names[i]) || !seen.add(names[i])) {
				return null;
			}
		}
		return new Subprotocols(names[0]);
	}

	/**
	 * Returns the one to agree on: the first, which the reference server's library
	 * selects too.
	 * @return the subprotocol, or {@code null} if none was offered
	 */
	@Nullable String selected() {
		return this.first;
	}

	private static boolean isToken(String name) {
		return !name.isEmpty() && name.chars().allMatch(Subprotocols::isTokenCharacter);
	}

	private static boolean isTokenCharacter(int character) {
		return character < 128 && (Character.isLetterOrDigit(character) || MARKS.indexOf(character) >= 0);
	}

}
