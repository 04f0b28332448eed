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

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts attachments in the place of the placeholders that stand for them.
 */
final class Placeholders {

	private Placeholders() {
	}

	/**
	 * Checks every placeholder of a payload.
	 * @param node the payload
	 * @param attachments how many attachments it has
	 * @param most how many placeholders it may have: one attachment may stand in several
	 * places, and may become another copy in each
	 * @throws PacketException if one names an attachment that there is not, or if there
	 * are too many
	 */
	static void check(JsonNode node, int attachments, int most) throws PacketException {
		count(node, attachments, most, 0);
	}

	private static int count(JsonNode node, int attachments, int most, int before) throws PacketException {
		if (isPlaceholder(node)) {
			JsonNode number = node.path("num");
			if (!number.canConvertToExactIntegral() || !number.canConvertToInt() || number.intValue() < 0
					|| number.intValue() >= attachments) {
				throw new PacketException(PacketError.PLACEHOLDER,
						"A placeholder names an attachment that does not exist");
			}
			if (before == most) {
				throw new PacketException(PacketError.TOO_MANY_ATTACHMENTS,
						"The payload has more than " + most + " placeholders");
			}
			return before + 1;
		}
		int count = before;
		for (JsonNode child : node) {
			count = count(child, attachments, most, count);
		}
		return count;
	}

	/**
	 * Replaces the placeholders of a payload that was checked.
	 * @param node the payload, which is changed
	 * @param attachments its attachments
	 * @return what takes the place of the payload
	 */
	static JsonNode fill(JsonNode node, List<byte[]> attachments) {
		if (isPlaceholder(node)) {
			return BinaryNode.valueOf(attachments.get(node.path("num").intValue()));
		}
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				array.set(i, fill(array.get(i), attachments));
			}
		}
		else if (node instanceof ObjectNode object) {
			for (Map.Entry<String, JsonNode> property : object.properties()) {
				property.setValue(fill(property.getValue(), attachments));
			}
		}
		return node;
	}

	private static boolean isPlaceholder(JsonNode node) {
		JsonNode mark = (node.isObject()) ? node.get("_placeholder") : null;
		return mark != null && mark.isBoolean() && mark.booleanValue();
	}

}
