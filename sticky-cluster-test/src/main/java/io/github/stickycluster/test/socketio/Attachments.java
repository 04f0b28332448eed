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

package io.github.stickycluster.test.socketio;

import java.util.List;

import io.github.stickycluster.test.engineio.EngineIoException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves binary data out of a tree, leaving placeholders, and back.
 */
final class Attachments {

	private static final String PLACEHOLDER = "_placeholder";

	private static final String NUMBER = "num";

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private Attachments() {
	}

	/**
	 * Returns the tree with a placeholder for each binary node.
	 * @param found takes what the nodes hold
	 */
	static JsonNode moveOut(JsonNode tree, List<byte[]> found) {
		if (tree instanceof BinaryNode binary) {
			found.add(binary.binaryValue());
			return NODES.objectNode().put(PLACEHOLDER, true).put(NUMBER, found.size() - 1);
		}
		if (tree instanceof ObjectNode object) {
			ObjectNode copy = NODES.objectNode();
			object.forEachEntry((name, value) -> copy.set(name, moveOut(value, found)));
			return copy;
		}
		if (tree instanceof ArrayNode array) {
			ArrayNode copy = NODES.arrayNode();
			array.forEach((element) -> copy.add(moveOut(element, found)));
			return copy;
		}
		return tree;
	}

	/**
	 * Returns the tree with the attachments in the places of their placeholders.
	 * @throws EngineIoException if a placeholder names no attachment
	 */
	static JsonNode moveIn(JsonNode tree, List<byte[]> attachments) {
		if (tree instanceof ObjectNode object) {
			if (object.path(PLACEHOLDER).asBoolean(false)) {
				return NODES.binaryNode(attachment(object, attachments));
			}
			ObjectNode copy = NODES.objectNode();
			object.forEachEntry((name, value) -> copy.set(name, moveIn(value, attachments)));
			return copy;
		}
		if (tree instanceof ArrayNode array) {
			ArrayNode copy = NODES.arrayNode();
			array.forEach((element) -> copy.add(moveIn(element, attachments)));
			return copy;
		}
		return tree;
	}

	private static byte[] attachment(ObjectNode placeholder, List<byte[]> attachments) {
		int number = placeholder.path(NUMBER).asInt(-1);
		if (number < 0 || number >= attachments.size()) {
			throw new EngineIoException("There is no attachment for " + placeholder);
		}
		return attachments.get(number);
	}

}
