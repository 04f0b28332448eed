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

package io.github.stickycluster.socketio;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.Event;
import com.corundumstudio.socketio.protocol.JsonSupport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of one worker: netty-socketio's {@link JsonSupport}, through which listeners
 * register their types, and what the packet codec needs beyond it.
 * <p>
 * To be set on the {@code Configuration} before the server is made from it. Thread-safe.
 */
public abstract sealed class SocketIoJson implements JsonSupport permits MapperJson {

	/**
	 * JSON by the application's own mapper. Its modules and features hold; binary
	 * arguments, {@code byte[]}, {@code ByteBuffer} and {@code ByteBuf}, become
	 * attachments, at any depth.
	 * @param mapper the mapper, which is copied
	 * @return the JSON for one worker
	 */
	public static SocketIoJson using(JsonMapper mapper) {
		return new MapperJson(mapper);
	}

	/**
	 * Registers the types of an event's arguments, in the place of those that came by
	 * {@link #addEventMapping}.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param types the types, generic ones too
	 */
	public abstract void addEventTypes(String namespace, String event, List<Type> types);

	/**
	 * Says why no value of a type can be read, whatever is sent.
	 * @param type the type
	 * @return the reason, or {@code null} if nothing is known against it
	 */
	public abstract @Nullable String unreadable(Type type);

	/**
	 * Writes an event or an acknowledgement, to be sent to many.
	 * @param event the event's name, or {@code null} for an acknowledgement
	 * @param arguments the arguments
	 * @return the payload
	 * @throws IllegalArgumentException if the event's name is reserved
	 * @throws UncheckedIOException if the arguments cannot be written, as may any other
	 * exception say
	 */
	public final JsonPayload write(@Nullable String event, List<?> arguments) {
		if (event != null && PayloadSyntax.isReserved(event)) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name, which clients refuse");
		}
		return payload((out, binaries) -> writeArguments(out, event, arguments, binaries));
	}

	/**
	 * Writes what a method has returned, as the argument of an acknowledgement.
	 * @param value the value
	 * @param type what the method declares. The elements of a collection, an array or a
	 * map are written as it says, with the names of their types where they need one; the
	 * value itself does not say what they are
	 * @return the payload
	 * @throws UncheckedIOException if it cannot be written, as may any other exception
	 * say
	 */
	public final JsonPayload writeAnswer(@Nullable Object value, Type type) {
		JavaType declared = mapper().constructType(type);
		if (value == null || !declared.isContainerType()) {
			return write(null, Arrays.asList(value));
		}
		return payload((out, binaries) -> {
			try (JsonGenerator generator = generator(out, binaries)) {
				generator.writeStartArray();
				mapper().writerFor(declared).writeValue(generator, value);
				generator.writeEndArray();
			}
		});
	}

	private JsonGenerator generator(ByteBufOutputStream out, BinarySink binaries) {
		return new PlaceholderGenerator(mapper().createGenerator((OutputStream) out, JsonEncoding.UTF8), binaries);
	}

	/**
	 * Reads a payload.
	 * @param payload the payload
	 * @return its JSON, with the attachments in the place of their placeholders; without
	 * attachments, what looks like a placeholder is an object like any other
	 * @throws IllegalArgumentException if it is malformed
	 */
	public final JsonNode read(JsonPayload payload) {
		try {
			JsonNode tree = mapper().readTree(payload.json());
			if (payload.attachments().isEmpty()) {
				return tree;
			}
			Placeholders.check(tree, payload.attachments().size(), Integer.MAX_VALUE);
			return Placeholders.fill(tree, payload.attachments());
		}
		catch (JacksonException | PacketException ex) {
			throw new IllegalArgumentException("Malformed payload", ex);
		}
	}

	/**
	 * Turns a part of what was {@link #read(JsonPayload) read} into a value.
	 * @param part the part
	 * @param type the value's type
	 * @return the value
	 * @throws JacksonException if the part does not fit
	 */
	public final @Nullable Object convert(JsonNode part, Type type) {
		return mapper().treeToValue(part, mapper().constructType(type));
	}

	/**
	 * Copies what was received, so that it can be passed on.
	 */
	final JsonPayload copy(Payload payload) {
		if (payload instanceof Payload.Tree tree) {
			return payload((out, binaries) -> {
				try (JsonGenerator generator = generator(out, binaries)) {
					mapper().writeValue(generator, tree.tree());
				}
			});
		}
		return new JsonPayload(ByteBufUtil.getBytes(payload.bytes()), List.of());
	}

	private static JsonPayload payload(Writing writing) {
		ByteBuf buffer = Unpooled.buffer(256);
		List<byte[]> attachments = new ArrayList<>(0);
		try {
			writing.write(new ByteBufOutputStream(buffer), (bytes, offset, length) -> {
				attachments.add(Arrays.copyOfRange(bytes, offset, offset + length));
				return attachments.size() - 1;
			});
			return new JsonPayload(ByteBufUtil.getBytes(buffer), attachments);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The mapper that checks the syntax of payloads.
	 * @return a mapper that allows content after the value read
	 */
	abstract JsonMapper mapper();

	/**
	 * The mapper that makes trees of payloads with attachments. It fails for broken JSON
	 * only, whatever the application has set on its own.
	 * @return a mapper with the number types that the application has chosen
	 */
	abstract JsonMapper trees();

	/**
	 * Whether a listener was registered for an event.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @return whether there is one
	 */
	abstract boolean hears(String namespace, String event);

	/**
	 * Names the events that listeners were registered for, for messages.
	 * @param namespace the namespace, as the server names it
	 * @return the names
	 */
	abstract Set<String> eventNames(String namespace);

	/**
	 * Names the types of an event's arguments, for messages.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @return the types; none for arguments that are not read
	 */
	abstract List<String> eventTypes(String namespace, String event);

	/**
	 * Reads an event of strings, whose listener takes strings, in a shorter way, with the
	 * same outcome.
	 * @param namespace the namespace, as the server names it
	 * @param payload the whole payload, without attachments; its indexes stay as they are
	 * @return the event, or {@code null} if it is to be read by a parser
	 */
	@Nullable Event readStrings(String namespace, ByteBuf payload) {
		return null;
	}

	/**
	 * Reads an event's arguments as the listener's types.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param parser stands on the event's name; afterwards on the last argument that is
	 * declared, or the array's end if fewer were sent
	 * @param payload the whole payload
	 * @return the arguments, as many as were sent and are declared, or {@code null} if
	 * there is no listener
	 * @throws IOException if they do not fit, as may any other exception say
	 */
	abstract @Nullable List<Object> readEvent(String namespace, String event, JsonParser parser, Payload payload)
			throws IOException;

	/**
	 * Reads an acknowledgement's arguments as the callback's types.
	 * @param callback who waits for them
	 * @param parser stands on the start of the array
	 * @param payload the whole payload
	 * @return the arguments, as many as were sent and are declared
	 * @throws IOException if they do not fit, as may any other exception say
	 */
	abstract List<Object> readAck(AckCallback<?> callback, JsonParser parser, Payload payload) throws IOException;

	/**
	 * Writes the payload of an event or an acknowledgement.
	 * @param out where to
	 * @param event the event's name, or {@code null} for an acknowledgement
	 * @param arguments the arguments
	 * @param binaries takes the binary values
	 * @throws IOException if they cannot be written, as may any other exception say
	 */
	abstract void writeArguments(ByteBufOutputStream out, @Nullable String event, List<?> arguments,
			BinarySink binaries) throws IOException;

	@FunctionalInterface
	private interface Writing {

		void write(ByteBufOutputStream out, BinarySink binaries) throws IOException;

	}

}
