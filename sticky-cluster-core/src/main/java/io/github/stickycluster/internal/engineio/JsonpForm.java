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
import java.util.List;

import io.github.stickycluster.internal.http.QueryStrings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The form by which a JSONP client posts a payload: its field {@code d}, in which the
 * client wrote a line feed as {@code \n} and the two characters {@code \n} as
 * {@code \\n}.
 */
final class JsonpForm {

	private JsonpForm() {
	}

	/**
	 * Reads the payload.
	 * @param body the form
	 * @return the payload, on the heap
	 * @throws PayloadException if there is none
	 */
	static ByteBuf payload(ByteBuf body) throws PayloadException {
		List<String> values = QueryStrings.of(body.toString(StandardCharsets.UTF_8)).get("d");
		if (values == null) {
			throw new PayloadException("The JSONP form has no field 'd'");
		}
		return Unpooled.copiedBuffer(unescape(values.get(0)), StandardCharsets.UTF_8);
	}

	static String unescape(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder result = new StringBuilder(text.length());
		int i = 0;
		while (i < text.length()) {
			if (text.startsWith("\\\\n", i)) {
				result.append("\\n");
				i += 3;
			}
			else if (text.startsWith("\\n", i)) {
				result.append('\n');
				i += 2;
			}
			else {
				result.append(text.charAt(i));
				i++;
			}
		}
		return result.toString();
	}

}
