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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Supports trees of Jackson 2 as arguments and parts of arguments. Many libraries, such
 * as netty-socketio, still use them, and Jackson 3 would write them as beans. This class
 * must not be loaded without Jackson 2.
 */
final class JacksonTwoTrees extends SimpleModule {

	private JacksonTwoTrees() {
		super(JacksonTwoTrees.class.getName());
		addSerializer(JsonNode.class, new Serializer());
		addDeserializer(JsonNode.class, new Deserializer<>(JsonNode.class));
		addDeserializer(ObjectNode.class, new Deserializer<>(ObjectNode.class));
		addDeserializer(ArrayNode.class, new Deserializer<>(ArrayNode.class));
	}

	/**
	 * Creates the module, where the application has Jackson 2.
	 * @return the module, or one that does nothing
	 */
	static SimpleModule ifPresent() {
		try {
			return new JacksonTwoTrees();
		}
		catch (NoClassDefFoundError ex) {
			return new SimpleModule(JacksonTwoTrees.class.getName());
		}
	}

	private static final class Serializer extends StdSerializer<JsonNode> {

		Serializer() {
			super(JsonNode.class);
		}

		@Override
		public void serialize(JsonNode node, JsonGenerator generator, SerializationContext context) {
			if (node.isObject()) {
				generator.writeStartObject(node);
				node.properties().forEach((property) -> {
					generator.writeName(property.getKey());
					serialize(property.getValue(), generator, context);
				});
				generator.writeEndObject();
			}
			else if (node.isArray()) {
				generator.writeStartArray(node, node.size());
				node.forEach((element) -> serialize(element, generator, context));
				generator.writeEndArray();
			}
			else {
				context.writeValue(generator, value(node));
			}
		}

		@Override
		public void serializeWithType(JsonNode node, JsonGenerator generator, SerializationContext context,
				TypeSerializer types) {
			// As for Jackson 3's trees: JSON that is there already has no type of Java's.
			serialize(node, generator, context);
		}

		private static @Nullable Object value(JsonNode node) {
			return switch (node.getNodeType()) {
				case STRING -> node.textValue();
				case NUMBER -> node.numberValue();
				case BOOLEAN -> node.booleanValue();
				case BINARY -> ((BinaryNode) node).binaryValue();
				case POJO -> ((POJONode) node).getPojo();
				default -> null;
			};
		}

	}

	private static final class Deserializer<T extends JsonNode> extends StdDeserializer<T> {

		private final Class<T> type;

		Deserializer(Class<T> type) {
			super(type);
			this.type = type;
		}

		@Override
		public T deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode node = read(parser, context);
			return this.type.isInstance(node) ? this.type.cast(node)
					: context.reportInputMismatch(this, "No %s", this.type.getSimpleName());
		}

		@Override
		public @Nullable Object getNullValue(DeserializationContext context) {
			return (this.type == JsonNode.class) ? JsonNodeFactory.instance.nullNode() : null;
		}

		private static JsonNode read(JsonParser parser, DeserializationContext context) {
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			return switch (parser.currentToken()) {
				case START_OBJECT -> readObject(parser, context);
				case START_ARRAY -> readArray(parser, context);
				case VALUE_STRING -> nodes.textNode(parser.getString());
				case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
				case VALUE_NUMBER_INT -> integer(parser, context);
				case VALUE_NUMBER_FLOAT -> context.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
						? nodes.numberNode(parser.getDecimalValue()) : nodes.numberNode(parser.getDoubleValue());
				case VALUE_EMBEDDED_OBJECT -> embedded(parser.getEmbeddedObject());
				default -> nodes.nullNode();
			};
		}

		private static JsonNode readObject(JsonParser parser, DeserializationContext context) {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				parser.nextToken();
				object.set(name, read(parser, context));
			}
			return object;
		}

		private static JsonNode readArray(JsonParser parser, DeserializationContext context) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				array.add(read(parser, context));
			}
			return array;
		}

		private static JsonNode integer(JsonParser parser, DeserializationContext context) {
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			if (context.isEnabled(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)) {
				return nodes.numberNode(parser.getBigIntegerValue());
			}
			return switch (parser.getNumberType()) {
				case INT -> nodes.numberNode(parser.getIntValue());
				case LONG -> nodes.numberNode(parser.getLongValue());
				default -> nodes.numberNode(parser.getBigIntegerValue());
			};
		}

		private static JsonNode embedded(@Nullable Object value) {
			return (value instanceof byte[] bytes) ? JsonNodeFactory.instance.binaryNode(bytes)
					: JsonNodeFactory.instance.pojoNode(value);
		}

	}

}
