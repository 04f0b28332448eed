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

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Turns objects into trees, in which bytes are binary nodes: Jackson leaves them as
 * objects of Java. Compares trees.
 */
final class Trees {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private Trees() {
	}

	static JsonNode of(JsonMapper mapper, @Nullable Object value) {
		return withBinaryNodes(mapper.valueToTree(value));
	}

	/**
	 * Compares trees as JSON, in which a number has no type: the {@code long} 7 of a test
	 * and the {@code int} 7 that was read are the same.
	 */
	static boolean equal(@Nullable JsonNode one, @Nullable JsonNode other) {
		if (one == null) {
			return other == null;
		}
		return other != null && one.equals(Trees::compare, other);
	}

	private static int compare(JsonNode one, JsonNode other) {
		if (one.isNumber() && other.isNumber() && !isNan(one) && !isNan(other)) {
			return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()));
		}
		return one.equals(other) ? 0 : 1;
	}

	private static boolean isNan(JsonNode number) {
		return number instanceof NumericNode numeric && numeric.isNaN();
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
