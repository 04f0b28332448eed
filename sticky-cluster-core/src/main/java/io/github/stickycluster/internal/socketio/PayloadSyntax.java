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

import java.util.Map;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * The syntax that payloads must have, whatever their types.
 */
final class PayloadSyntax {

	static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	/** The reference server refuses these, since they mean something to its API. */
	private static final Set<String> RESERVED = Set.of("connect", "connect_error", "disconnect", "disconnecting",
			"newListener", "removeListener");

	private PayloadSyntax() {
	}

	// Requires a payload to begin with a character, in UTF-8.
	static void requireStart(ByteBuf payload, char start) throws PacketException {
		int first = payload.readerIndex();
		if (!payload.isReadable() || payload.getByte(first) != start) {
			throw new PacketException(PacketError.PAYLOAD, "The payload does not begin with " + start);
		}
		// Jackson would take the zero for a sign of UTF-16 or UTF-32.
		if (payload.readableBytes() > 1 && payload.getByte(first + 1) == 0) {
			throw new PacketException(PacketError.PAYLOAD, "The payload is not UTF-8");
		}
	}

	static void requireEnd(JsonParser parser) throws PacketException {
		if (parser.nextToken() != null) {
			throw new PacketException(PacketError.PAYLOAD, "Unexpected data after the payload");
		}
	}

	/**
	 * Checks what is left of an array or an object.
	 * @param parser stands in it
	 * @return how many elements were left of the array
	 * @throws PacketException if something follows it
	 */
	static int skipToEnd(JsonParser parser) throws PacketException {
		int elements = 0;
		while (!isClosed(parser)) {
			JsonToken token = parser.nextToken();
			if (token == null) {
				return elements;
			}
			elements += isElement(token, parser) ? 1 : 0;
		}
		requireEnd(parser);
		return elements;
	}

	private static boolean isElement(JsonToken token, JsonParser parser) {
		TokenStreamContext parent = parser.streamReadContext().getParent();
		return (token.isScalarValue() || token.isStructEnd()) && parent != null && parent.inRoot();
	}

	private static boolean isClosed(JsonParser parser) {
		JsonToken token = parser.currentToken();
		return token != null && token.isStructEnd() && parser.streamReadContext().inRoot();
	}

	// The name of an event: a string, or a number as the reference allows.
	static String eventName(JsonParser parser) throws PacketException {
		@Nullable JsonToken token = parser.currentToken();
		return eventName(
				(token == JsonToken.VALUE_STRING || (token != null && token.isNumeric())) ? parser.getString() : null);
	}

	static String eventName(JsonNode name) throws PacketException {
		return eventName((name.isString() || name.isNumber()) ? name.asString() : null);
	}

	private static String eventName(@Nullable String name) throws PacketException {
		if (name == null || isReserved(name)) {
			throw new PacketException(PacketError.EVENT_NAME, "The event name is missing or reserved");
		}
		return name;
	}

	static boolean isReserved(String eventName) {
		return RESERVED.contains(eventName);
	}

	/**
	 * Checks a whole payload, whatever it is to become.
	 * @param payload the payload
	 * @throws PacketException if it is no JSON, or if something follows it
	 */
	static void requireJson(Payload payload) throws PacketException {
		try (JsonParser parser = payload.parser()) {
			parser.nextToken();
			skipToEnd(parser);
		}
		catch (JacksonException ex) {
			throw malformed(ex);
		}
	}

	/**
	 * Returns what reading well-formed JSON as the application's types has thrown.
	 * @param failure what was thrown
	 * @return the failure, for which the payload is to blame and not the JVM
	 */
	static Throwable mismatch(Throwable failure) {
		if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
			throw error;
		}
		return failure;
	}

	static PacketException malformed(Throwable failure) {
		return new PacketException(PacketError.PAYLOAD, "Invalid JSON: " + failure.getClass().getSimpleName());
	}

}
