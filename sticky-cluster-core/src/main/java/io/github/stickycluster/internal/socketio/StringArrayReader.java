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

package io.github.stickycluster.internal.socketio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ClassUtil;

/**
 * Reads arrays of strings without a parser: most events are a name and some text, and
 * their parser costs more than all else that is done for them. Only strings of printable
 * ASCII without escapes are read, which no mapper could read otherwise; all else is left
 * to the mapper.
 */
final class StringArrayReader {

	private static final int SHORTEST = "[\"\"]".length();

	/** Of an event, with what stands around it. */
	private static final int LONGEST_NAME = 256;

	private final int maxBytes;

	StringArrayReader(JsonMapper mapper) {
		StreamReadConstraints constraints = mapper.tokenStreamFactory().streamReadConstraints();
		boolean otherLimits = constraints.hasMaxDocumentLength() || constraints.hasMaxTokenCount();
		this.maxBytes = (readsAsIs(mapper) && !otherLimits) ? constraints.getMaxStringLength() : 0;
	}

	// Whether strings are what they are in JSON: no deserializer of the application's is
	// in between.
	private static boolean readsAsIs(JsonMapper mapper) {
		try (JsonParser parser = mapper.createParser("\"\"")) {
			return !mapper.isEnabled(DeserializationFeature.UNWRAP_ROOT_VALUE)
					&& mapper.tokenStreamFactory().getInputDecorator() == null
					&& parser.objectReadContext() instanceof DeserializationContext context && ClassUtil
						.isJacksonStdImpl(context.findRootValueDeserializer(mapper.constructType(String.class)));
		}
	}

	/**
	 * Reads an array.
	 * @param payload the JSON, whose indexes stay as they are
	 * @return the strings, one at least, or {@code null} if the mapper must read them
	 */
	@Nullable List<String> read(ByteBuf payload) {
		int length = payload.readableBytes();
		int start = payload.readerIndex();
		if (length < SHORTEST || length > this.maxBytes || payload.getShort(start) != (('[' << 8) | '"')
				|| payload.getShort(start + length - 2) != (('"' << 8) | ']')) {
			return null;
		}
		return strings(ByteBufUtil.getBytes(payload));
	}

	/**
	 * Reads the first string of an array.
	 * @param payload the JSON, whose indexes stay as they are
	 * @return the string, or {@code null} if there is none, or none that is short and
	 * read as it is
	 */
	static @Nullable String first(ByteBuf payload) {
		byte[] begin = ByteBufUtil.getBytes(payload, payload.readerIndex(),
				Math.min(payload.readableBytes(), LONGEST_NAME));
		int closing = (begin.length > 1 && begin[0] == '[' && begin[1] == '"') ? closing(begin, 2) : -1;
		return (closing >= 0) ? new String(begin, 2, closing - 2, StandardCharsets.ISO_8859_1) : null;
	}

	private static @Nullable List<String> strings(byte[] json) {
		List<String> strings = new ArrayList<>(2);
		int last = json.length - 1;
		for (int opening = 1; opening < last && json[opening] == '"';) {
			int closing = closing(json, opening + 1);
			if (closing < 0) {
				return null;
			}
			strings.add(new String(json, opening + 1, closing - opening - 1, StandardCharsets.ISO_8859_1));
			if (closing + 1 == last) {
				return strings;
			}
			if (json[closing + 1] != ',') {
				return null;
			}
			opening = closing + 2;
		}
		return null;
	}

	// Bytes beyond ASCII are negative, and so below the space, too.
	private static int closing(byte[] json, int start) {
		for (int i = start; i < json.length && json[i] >= ' ' && json[i] != '\\'; i++) {
			if (json[i] == '"') {
				return i;
			}
		}
		return -1;
	}

}
