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

package io.github.stickycluster.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Turns objects into trees, in which bytes are binary nodes: Jackson leaves them as
 * objects of Java.
 */
final class Trees {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private Trees() {
	}

	static JsonNode of(JsonMapper mapper, @Nullable Object value) {
		return withBinaryNodes(mapper.valueToTree(value));
	}

	private static JsonNode withBinaryNodes(JsonNode tree) {
		if (tree instanceof POJONode object && object.getPojo() instanceof byte[] bytes) {
			return NODES.binaryNode(bytes);
		}
		if (tree instanceof ObjectNode object) {
			ObjectNode copy = NODES.objectNode();
			object.forEachEntry((name, value) -> copy.set(name, withBinaryNodes(value)));
			return copy;
		}
		if (tree instanceof ArrayNode array) {
			ArrayNode copy = NODES.arrayNode();
			array.forEach((element) -> copy.add(withBinaryNodes(element)));
			return copy;
		}
		return tree;
	}

}
