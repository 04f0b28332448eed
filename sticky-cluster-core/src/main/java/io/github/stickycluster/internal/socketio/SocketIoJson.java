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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ClassUtil;

/**
 * The JSON of one worker, by the application's Jackson 3 mapper: reads and writes
 * payloads, and knows the types that listeners declare. Thread-safe.
 */
public final class SocketIoJson {

	/** Stands for the events that no listener but that of all events receives. */
	public static final String ANY_EVENT = "*";

	private final WorkerMapper mapper;

	private final JsonMapper trees;

	private final Readability readability;

	private final StringArrayReader stringReader;

	private final @Nullable StringArrayWriter stringWriter;

	private final EventReaders events = new EventReaders();

	private final ObjectReader anyArgument;

	/** The namespaces with a listener of all events; replaced, never changed. */
	private volatile Set<String> anyEvent = Set.of();

	/** By the class that says more than the class it was given. */
	private final Map<Class<?>, JavaType> typeArguments = new ConcurrentHashMap<>();

	private SocketIoJson(JsonMapper mapper) {
		this.mapper = new WorkerMapper(mapper);
		this.trees = trees(this.mapper);
		this.anyArgument = this.mapper.readerFor(this.mapper.constructType(JsonNode.class));
		this.readability = new Readability(this.mapper);
		this.stringReader = new StringArrayReader(this.mapper);
		this.stringWriter = writesStringsAsIs() ? new StringArrayWriter(this::writeTwice) : null;
	}

	private static JsonMapper trees(WorkerMapper mapper) {
		return JsonMapper.builder(mapper.streams())
			.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
					mapper.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS))
			.configure(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS,
					mapper.isEnabled(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS))
			.build();
	}

	private boolean writesStringsAsIs() {
		try (JsonGenerator generator = this.mapper.createGenerator(OutputStream.nullOutputStream())) {
			return generator.objectWriteContext() instanceof SerializationContext context
					&& ClassUtil.isJacksonStdImpl(context.findTypedValueSerializer(String.class, true));
		}
	}

	private ByteBuf writeTwice(String text) {
		ByteBuf json = Unpooled.buffer();
		this.mapper.writeArguments(new ByteBufOutputStream(json), text, List.of(text), (bytes, offset, length) -> 0);
		return json;
	}

	/**
	 * JSON by the application's own mapper. Its modules and features hold; binary
	 * arguments, {@code byte[]}, {@code ByteBuffer} and {@code ByteBuf}, become
	 * attachments, at any depth.
	 * @param mapper the mapper, which is copied
	 * @return the JSON for one worker
	 */
	public static SocketIoJson using(JsonMapper mapper) {
		return new SocketIoJson(mapper);
	}

	/**
	 * Registers the types of a listener, which may declare fewer than others of its
	 * event.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param classes the types of its arguments; {@code Void} alone for none
	 * @throws EventTypeException if a type cannot be read, or is not the one that another
	 * listener declares
	 */
	public void addEventMapping(String namespace, String event, Class<?>... classes) {
		boolean takesNothing = classes.length == 1 && classes[0] == Void.class;
		List<JavaType> types = takesNothing ? List.of() : types(Arrays.asList(classes));
		requireReadable(namespace, event, types);
		this.events.add(namespace, event, readersFor(types));
	}

	private void requireReadable(String namespace, String event, List<JavaType> types) {
		for (JavaType type : types) {
			String reason = type.hasRawClass(Void.class) ? null : unreadable(type);
			if (reason != null) {
				throw new EventTypeException(namespace, event,
						type.toCanonical() + " cannot be read from JSON: " + reason,
						"Declare a type that Jackson can create, such as a record, or tools.jackson.databind.JsonNode.");
			}
		}
	}

	/**
	 * Registers the types of an event's arguments, in the place of those that came by
	 * {@link #addEventMapping}.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param types the types, generic ones too
	 */
	public void addEventTypes(String namespace, String event, List<Type> types) {
		this.events.set(namespace, event, readersFor(types(types)).complete());
	}

	/**
	 * Forgets the types of an event.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 */
	public void removeEventMapping(String namespace, String event) {
		this.events.remove(namespace, event);
	}

	/**
	 * Returns the reason why no value of a type can be read, whatever is sent.
	 * @param type the type
	 * @return the reason, or {@code null} if nothing is known against it
	 */
	public @Nullable String unreadable(Type type) {
		return this.readability.reasonAgainst(type);
	}

	/**
	 * Returns the type that a class gives to the only type parameter of a class that it
	 * extends.
	 * @param type the class
	 * @param generic the class with the parameter
	 * @return the type
	 */
	public JavaType typeArgument(Class<?> type, Class<?> generic) {
		return this.typeArguments.computeIfAbsent(type,
				(key) -> this.mapper.constructType(key).findTypeParameters(generic)[0]);
	}

	/**
	 * Writes an event or an ack, to be sent to many.
	 * @param event the event's name, or {@code null} for an ack
	 * @param arguments the arguments
	 * @return the payload
	 * @throws IllegalArgumentException if the event's name is reserved
	 * @throws UncheckedIOException if the arguments cannot be written, as may any other
	 * exception say
	 */
	public JsonPayload write(@Nullable String event, List<?> arguments) {
		if (event != null && PayloadSyntax.isReserved(event)) {
			throw new IllegalArgumentException(
					"\"" + event + "\" is a reserved event name, which clients refuse; use another name");
		}
		return payload((out, binaries) -> writeArguments(out, event, arguments, binaries));
	}

	/**
	 * Writes what a method has returned, as the argument of an ack.
	 * @param value the value
	 * @param type what the method declares. The elements of a collection, an array or a
	 * map are written as it says, with the names of their types where they need one; the
	 * value itself does not say what they are
	 * @return the payload
	 * @throws UncheckedIOException if it cannot be written, as may any other exception
	 * say
	 */
	public JsonPayload writeReply(@Nullable Object value, Type type) {
		JavaType declared = this.mapper.constructType(type);
		if (value == null || !declared.isContainerType()) {
			return write(null, Arrays.asList(value));
		}
		return payload((out, binaries) -> {
			try (JsonGenerator generator = generator(out, binaries)) {
				generator.writeStartArray();
				this.mapper.writerFor(declared).writeValue(generator, value);
				generator.writeEndArray();
			}
		});
	}

	private JsonGenerator generator(ByteBufOutputStream out, BinarySink binaries) {
		return new PlaceholderGenerator(this.mapper.createGenerator((OutputStream) out, JsonEncoding.UTF8), binaries);
	}

	/**
	 * Reads a payload.
	 * @param payload the payload
	 * @return its JSON, with the attachments in the place of their placeholders; without
	 * attachments, what looks like a placeholder is an object like any other
	 * @throws IllegalArgumentException if it is malformed
	 */
	public JsonNode read(JsonPayload payload) {
		try {
			JsonNode tree = this.mapper.readTree(payload.json());
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
	public @Nullable Object convert(JsonNode part, Type type) {
		return this.mapper.treeToValue(part, this.mapper.constructType(type));
	}

	/**
	 * Copies what was received, so that it can be passed on.
	 */
	JsonPayload copy(Payload payload) {
		if (payload instanceof Payload.Tree tree) {
			return payload((out, binaries) -> {
				try (JsonGenerator generator = generator(out, binaries)) {
					this.mapper.writeValue(generator, tree.tree());
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
	 * The mapper that checks the syntax of payloads; it allows content after the value
	 * read.
	 */
	JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * The mapper that makes trees of payloads with attachments. It fails for broken JSON
	 * only, whatever the application has set on its own but the number types.
	 */
	JsonMapper trees() {
		return this.trees;
	}

	/**
	 * Registers a listener of all events of a namespace.
	 * @param namespace the namespace, as the server names it
	 */
	public synchronized void addAnyEvent(String namespace) {
		Set<String> more = new HashSet<>(this.anyEvent);
		more.add(namespace);
		this.anyEvent = Set.copyOf(more);
	}

	/**
	 * Whether a listener was registered for an event, or for all of its namespace.
	 */
	boolean hears(String namespace, String event) {
		return heardAs(namespace, event) != null;
	}

	/**
	 * Whether a listener was registered for all events of a namespace.
	 */
	boolean hearsAll(String namespace) {
		return this.anyEvent.contains(namespace);
	}

	/**
	 * Returns the name by which an event is counted: its own, or {@value #ANY_EVENT} if
	 * its only listener is one of all events, since clients may invent any number.
	 * @return the name, or {@code null} if there is no listener
	 */
	@Nullable String heardAs(String namespace, String event) {
		if (this.events.find(namespace, event) != null) {
			return event;
		}
		return hearsAll(namespace) ? ANY_EVENT : null;
	}

	/**
	 * Reads all arguments of an event as trees.
	 * @param parser stands on the event's name
	 */
	List<JsonNode> readAll(JsonParser parser) {
		List<JsonNode> all = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			all.add(this.anyArgument.readValue(parser));
		}
		return all;
	}

	/**
	 * Names the events that listeners were registered for, for messages.
	 */
	Set<String> eventNames(String namespace) {
		return this.events.names(namespace);
	}

	/**
	 * Names the types of an event's arguments, for messages.
	 */
	List<String> eventTypes(String namespace, String event) {
		return this.events.types(namespace, event);
	}

	/**
	 * Reads an event of strings, whose listener takes strings, in a shorter way, with the
	 * same outcome.
	 * @param namespace the namespace, as the server names it
	 * @param payload the whole payload, without attachments; its indexes stay as they are
	 * @return the event, or {@code null} if it is to be read by a parser
	 */
	@Nullable StringEvent readStrings(String namespace, ByteBuf payload) {
		if (payload.readableBytes() > Payload.LARGE && !isForStrings(namespace, payload)) {
			return null;
		}
		List<String> strings = this.stringReader.read(payload);
		if (strings == null) {
			return null;
		}
		String event = strings.get(0);
		ArgumentReaders readers = this.events.find(namespace, event);
		if (readers == null || !readers.areStrings() || strings.size() > 1 + readers.count()
				|| PayloadSyntax.isReserved(event)) {
			return null;
		}
		return new StringEvent(event, new ArrayList<>(strings.subList(1, strings.size())));
	}

	// Asked of large ones first, which are copied in vain otherwise.
	private boolean isForStrings(String namespace, ByteBuf payload) {
		String event = StringArrayReader.first(payload);
		ArgumentReaders readers = (event != null) ? this.events.find(namespace, event) : null;
		return readers != null && readers.count() > 0 && readers.areStrings();
	}

	/**
	 * Reads an event's arguments as the listener's types.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 * @param parser stands on the event's name; afterwards on the last argument that is
	 * declared, or the array's end if fewer were sent
	 * @return the arguments, as many as were sent and are declared, or {@code null} if
	 * there is no listener
	 * @throws RuntimeException if they do not fit
	 */
	@Nullable List<Object> readEvent(String namespace, String event, JsonParser parser) {
		ArgumentReaders readers = this.events.find(namespace, event);
		return (readers != null) ? readers.read(parser) : null;
	}

	/**
	 * Reads an ack's arguments as the types that are waited for.
	 * @param receiver waits for them
	 * @param parser stands on the start of the array
	 * @return the arguments, as many as were sent and are declared
	 * @throws RuntimeException if they do not fit
	 */
	List<Object> readAck(AckReceiver receiver, JsonParser parser) {
		return readersFor(types(receiver.types(this))).read(parser);
	}

	private ArgumentReaders readersFor(List<JavaType> types) {
		return ArgumentReaders.of(types, this.mapper::readerFor);
	}

	private List<JavaType> types(List<? extends Type> types) {
		return types.stream().map(this.mapper::constructType).toList();
	}

	/**
	 * Writes the payload of an event or an ack.
	 * @param out where to
	 * @param event the event's name, or {@code null} for an ack
	 * @param arguments the arguments
	 * @param binaries takes the binary values
	 */
	void writeArguments(ByteBufOutputStream out, @Nullable String event, List<?> arguments, BinarySink binaries) {
		if (this.stringWriter != null && this.stringWriter.canWrite(event, arguments)) {
			this.stringWriter.write(out.buffer(), event, arguments);
		}
		else {
			this.mapper.writeArguments(out, event, arguments, binaries);
		}
	}

	/**
	 * Writes a value that has no attachments: of its binary values there are
	 * placeholders.
	 */
	void writeValue(ByteBufOutputStream out, Object value) {
		int[] count = new int[1];
		try (JsonGenerator generator = generator(out, (bytes, offset, length) -> count[0]++)) {
			this.mapper.writeValue(generator, value);
		}
	}

	@FunctionalInterface
	private interface Writing {

		void write(ByteBufOutputStream out, BinarySink binaries) throws IOException;

	}

}
