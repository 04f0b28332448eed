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

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;

/**
 * Packs the headers of a request into one block of bytes, as they were sent. Each name
 * that browsers and proxies send is one byte, which saves a fourth of a browser's
 * headers.
 */
final class HeaderBlock {

	/** No name has a character above ASCII. */
	private static final char FIRST_CODE = 0x80;

	/** By their codes; in the case that clients use, since the block keeps the case. */
	private static final String[] NAMES = { "Host", "Connection", "Pragma", "Cache-Control", "User-Agent", "Upgrade",
			"Origin", "Sec-WebSocket-Version", "Sec-WebSocket-Key", "Sec-WebSocket-Extensions",
			"Sec-WebSocket-Protocol", "Accept", "Accept-Encoding", "Accept-Language", "Cookie", "Referer",
			"Authorization", "Content-Type", "Content-Length", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform",
			"Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-Storage-Access", "Sec-GPC", "DNT",
			"Priority", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
			"X-Real-IP", "X-Request-Id" };

	private static final Map<String, Character> CODES = codes();

	private HeaderBlock() {
	}

	private static Map<String, Character> codes() {
		Map<String, Character> codes = new HashMap<>();
		for (String name : NAMES) {
			codes.put(name, (char) (FIRST_CODE + codes.size()));
		}
		return Map.copyOf(codes);
	}

	static byte[] pack(HttpHeaders headers) {
		StringBuilder block = new StringBuilder(512);
		Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
		while (entries.hasNext()) {
			Map.Entry<CharSequence, CharSequence> entry = entries.next();
			Character code = CODES.get(entry.getKey().toString());
			// The codec lets no line feed into a name or a value.
			if (code != null) {
				block.append(code.charValue());
			}
			else {
				block.append(entry.getKey()).append('\n');
			}
			block.append(entry.getValue()).append('\n');
		}
		return block.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	static HttpHeaders unpack(byte[] bytes) {
		String block = new String(bytes, StandardCharsets.ISO_8859_1);
		List<CharSequence> pairs = new ArrayList<>();
		int start = 0;
		while (start < block.length()) {
			int code = block.charAt(start) - FIRST_CODE;
			if (code >= 0) {
				pairs.add(NAMES[code]);
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
