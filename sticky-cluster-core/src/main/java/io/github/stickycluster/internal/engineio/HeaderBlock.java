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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Interner;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;

/**
 * The headers of a request as they were sent, but for the order of different names. Each
 * name that browsers and proxies send is one byte. What clients of one kind all send,
 * such as the user agent, is kept once for all of them. Immutable.
 */
final class HeaderBlock {

	/**
	 * Measured: this, two objects for the common headers, and their entry among others.
	 */
	private static final int COMMON_OBJECTS = 170;

	/** No name has a character above ASCII. */
	private static final char FIRST_CODE = 0x80;

	/** In the case that clients use, since the block keeps the case. */
	private static final List<String> COMMON_NAMES = List.of("Host", "Connection", "Pragma", "Cache-Control",
			"User-Agent", "Upgrade", "Origin", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions",
			"Sec-WebSocket-Protocol", "Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "sec-ch-ua",
			"sec-ch-ua-mobile", "sec-ch-ua-platform", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest",
			"Sec-Fetch-Storage-Access", "Sec-GPC", "DNT", "Priority", "X-Forwarded-Host", "X-Forwarded-Port",
			"X-Forwarded-Proto");

	/** For these each client has a value of its own. */
	private static final List<String> OWN_NAMES = List.of("Sec-WebSocket-Key", "Cookie", "Referer", "Authorization",
			"Content-Length", "Forwarded", "X-Forwarded-For", "X-Real-IP", "X-Request-Id");

	/** By their codes. */
	static final List<String> NAMES = Stream.concat(COMMON_NAMES.stream(), OWN_NAMES.stream()).toList();

	private static final Map<String, Character> CODES = codes();

	private final String common;

	private final byte[] own;

	private HeaderBlock(String common, byte[] own) {
		this.common = common;
		this.own = own;
	}

	private static Map<String, Character> codes() {
		Map<String, Character> codes = new HashMap<>();
		for (String name : NAMES) {
			codes.put(name, (char) (FIRST_CODE + codes.size()));
		}
		return Map.copyOf(codes);
	}

	/**
	 * Packs headers.
	 * @param headers the headers
	 * @param commons keeps what is common to several clients once
	 * @return the headers
	 */
	static HeaderBlock of(HttpHeaders headers, Interner<String> commons) {
		StringBuilder common = new StringBuilder(512);
		StringBuilder own = new StringBuilder(128);
		Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
		while (entries.hasNext()) {
			Map.Entry<CharSequence, CharSequence> entry = entries.next();
			Character code = CODES.get(entry.getKey().toString());
			// The codec lets no line feed into a name or a value.
			if (code == null) {
				own.append(entry.getKey()).append('\n').append(entry.getValue()).append('\n');
			}
			else {
				StringBuilder block = (code - FIRST_CODE < COMMON_NAMES.size()) ? common : own;
				block.append(code.charValue()).append(entry.getValue()).append('\n');
			}
		}
		return new HeaderBlock(commons.intern(common.toString()), own.toString().getBytes(StandardCharsets.ISO_8859_1));
	}

	/** The heap that this takes if no other client sends the same. */
	int cost() {
		return COMMON_OBJECTS + this.common.length() + this.own.length;
	}

	/**
	 * Unpacks the headers.
	 * @return the common ones first, a new object at each call
	 */
	HttpHeaders unpack() {
		String block = this.common + new String(this.own, StandardCharsets.ISO_8859_1);
		List<CharSequence> pairs = new ArrayList<>();
		int start = 0;
		while (start < block.length()) {
			int code = block.charAt(start) - FIRST_CODE;
			if (code >= 0) {
				pairs.add(NAMES.get(code));
				start++;
			}
			else {
				start = addLine(block, start, pairs);
			}
			start = addLine(block, start, pairs);
		}
		return new ReadOnlyHttpHeaders(false, pairs.toArray(new CharSequence[0]));
	}

	private static int addLine(String block, int start, List<CharSequence> pairs) {
		int end = block.indexOf('\n', start);
		pairs.add(block.substring(start, end));
		return end + 1;
	}

}
