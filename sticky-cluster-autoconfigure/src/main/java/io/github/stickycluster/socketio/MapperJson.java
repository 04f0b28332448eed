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
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ClassUtil;

/**
 * JSON by the application's Jackson 3 mapper.
 */
final class MapperJson extends SocketIoJson {

	private final WorkerMapper mapper;

	private final JsonMapper trees;

	private final Readability readability;

	private final StringArrayReader stringReader;

	private final @Nullable StringArrayWriter stringWriter;

	/** By namespace and event. */
	private final Map<String, Map<String, ArgumentReaders>> events = new ConcurrentHashMap<>();

	/** By the callback's class. */
	private final Map<Class<?>, JavaType> genericResults = new ConcurrentHashMap<>();

	private final ThreadLocal<List<byte[]>> arrays = ThreadLocal.withInitial(ArrayList::new);

	MapperJson(JsonMapper mapper) {
		this.mapper = new WorkerMapper(mapper);
		this.trees = trees(this.mapper);
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

	@Override
	JsonMapper mapper() {
		return this.mapper;
	}

	@Override
	JsonMapper trees() {
		return this.trees;
	}

	@Override
	boolean hears(String namespace, String event) {
		return readers(namespace, event) != null;
	}

	@Override
	Set<String> eventNames(String namespace) {
		return this.events.getOrDefault(namespace, Map.of()).keySet();
	}

	@Override
	List<String> eventTypes(String namespace, String event) {
		ArgumentReaders readers = readers(namespace, event);
		return (readers != null) ? readers.describe() : List.of();
	}

	private @Nullable ArgumentReaders readers(String namespace, String event) {
		Map<String, ArgumentReaders> readers = this.events.get(namespace);
		return (readers != null) ? readers.get(event) : null;
	}

	@Override
	@Nullable Event readStrings(String namespace, ByteBuf payload) {
		List<String> strings = this.stringReader.read(payload);
		if (strings == null) {
			return null;
		}
		String event = strings.get(0);
		ArgumentReaders readers = readers(namespace, event);
		if (readers == null || !readers.areStrings() || strings.size() > 1 + readers.count()
				|| PayloadSyntax.isReserved(event)) {
			return null;
		}
		return new Event(event, new ArrayList<>(strings.subList(1, strings.size())));
	}

	@Override
	@Nullable List<Object> readEvent(String namespace, String event, JsonParser parser, Payload payload) {
		return readEvent(namespace, event, parser);
	}

	private @Nullable List<Object> readEvent(String namespace, String event, JsonParser parser) {
		ArgumentReaders readers = readers(namespace, event);
		return (readers != null) ? readers.read(parser) : null;
	}

	@Override
	List<Object> readAck(AckCallback<?> callback, JsonParser parser, Payload payload) {
		return readersFor(callback).read(parser);
	}

	private ArgumentReaders readersFor(AckCallback<?> callback) {
		if (callback instanceof MultiTypeAckCallback multi) {
			return readersFor(types(multi.getResultClasses()));
		}
		JavaType generic = this.genericResults.computeIfAbsent(callback.getClass(), this::genericResult);
		Class<?> plain = callback.getResultClass();
		return readersFor(List.of(generic.hasRawClass(plain) ? generic : this.mapper.constructType(plain)));
	}

	// The class of a callback says more than the class that it is given where that one is
	// generic: AckCallback<List<Seat>> is made with List.class.
	private JavaType genericResult(Class<?> callback) {
		return this.mapper.constructType(callback).findTypeParameters(AckCallback.class)[0];
	}

	private ArgumentReaders readersFor(List<JavaType> types) {
		return ArgumentReaders.of(types, this.mapper::readerFor);
	}

	private List<JavaType> types(Class<?>[] classes) {
		return Arrays.stream(classes).map(this.mapper::constructType).toList();
	}

	@Override
	void writeArguments(ByteBufOutputStream out, @Nullable String event, List<?> arguments, BinarySink binaries) {
		if (this.stringWriter != null && this.stringWriter.canWrite(event, arguments)) {
			this.stringWriter.write(out.buffer(), event, arguments);
		}
		else {
			this.mapper.writeArguments(out, event, arguments, binaries);
		}
	}

	private JsonGenerator generator(OutputStream out, BinarySink binaries) {
		return new PlaceholderGenerator(this.mapper.createGenerator(out, JsonEncoding.UTF8), binaries);
	}

	/**
	 * Registers the types of a listener, which may declare fewer than others of its
	 * event.
	 * @throws EventTypeException if a type cannot be read, or is not the one that another
	 * listener declares
	 */
	@Override
	public void addEventMapping(String namespaceName, String eventName, Class<?>... eventClass) {
		boolean takesNothing = eventClass.length == 1 && eventClass[0] == Void.class;
		List<JavaType> types = takesNothing ? List.of() : types(eventClass);
		requireReadable(namespaceName, eventName, types);
		ArgumentReaders readers = readersFor(types);
		events(namespaceName).merge(eventName, readers, (present, added) -> {
			ArgumentReaders both = present.with(added);
			if (both == null) {
				throw new EventTypeException(namespaceName, eventName,
						"it declares " + added.describe() + ", and another listener " + present.describe(),
						"Declare the same types in all listeners of an event; one may declare fewer than another.");
			}
			return both;
		});
	}

	private void requireReadable(String namespace, String event, List<JavaType> types) {
		for (JavaType type : types) {
			String reason = type.hasRawClass(Void.class) ? null : unreadable(type);
			if (reason != null) {
				throw new EventTypeException(namespace, event,
						type.toCanonical() + " cannot be read from JSON: " + reason,
						"Declare a type that Jackson can make, such as a record, or tools.jackson.databind.JsonNode.");
			}
		}
	}

	@Override
	public @Nullable String unreadable(Type type) {
		return this.readability.reasonAgainst(type);
	}

	@Override
	public void addEventTypes(String namespace, String event, List<Type> types) {
		List<JavaType> constructed = types.stream().map(this.mapper::constructType).toList();
		events(namespace).put(event, readersFor(constructed).complete());
	}

	private Map<String, ArgumentReaders> events(String namespace) {
		return this.events.computeIfAbsent(namespace, (name) -> new ConcurrentHashMap<>());
	}

	@Override
	public void removeEventMapping(String namespaceName, String eventName) {
		Map<String, ArgumentReaders> readers = this.events.get(namespaceName);
		if (readers != null) {
			readers.remove(eventName);
		}
	}

	@Override
	public AckArgs readAckArgs(ByteBufInputStream src, AckCallback<?> callback) {
		try (JsonParser parser = this.mapper.createParser((InputStream) src)) {
			parser.nextToken();
			return new AckArgs(readersFor(callback).read(parser));
		}
	}

	@Override
	public <T> T readValue(String namespaceName, ByteBufInputStream src, Class<T> valueType) {
		if (valueType != Event.class) {
			return this.mapper.readValue((InputStream) src, valueType);
		}
		try (JsonParser parser = this.mapper.createParser((InputStream) src)) {
			parser.nextToken();
			String event = parser.nextStringValue();
			List<Object> arguments = readEvent(namespaceName, event, parser);
			return valueType.cast(new Event(event, (arguments != null) ? arguments : List.of()));
		}
	}

	@Override
	public void writeValue(ByteBufOutputStream out, Object value) throws IOException {
		List<byte[]> found = new ArrayList<>();
		try (JsonGenerator generator = generator(out, (bytes, offset, length) -> {
			found.add(Arrays.copyOfRange(bytes, offset, offset + length));
			return found.size() - 1;
		})) {
			this.mapper.writeValue(generator, value);
		}
		this.arrays.set(found);
	}

	@Override
	public List<byte[]> getArrays() {
		return this.arrays.get();
	}

}
