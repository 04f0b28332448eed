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
import java.util.Optional;
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
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ClassUtil;

/**
 * JSON by the application's Jackson 3 mapper.
 */
final class MapperJson extends SocketIoJson {

	private final WorkerMapper mapper;

	private final JsonMapper trees;

	private final StringArrayReader stringReader;

	private final @Nullable StringArrayWriter stringWriter;

	/** By namespace and event. */
	private final Map<String, Map<String, Readers>> events = new ConcurrentHashMap<>();

	private final ThreadLocal<List<byte[]>> arrays = ThreadLocal.withInitial(ArrayList::new);

	MapperJson(JsonMapper mapper) {
		this.mapper = new WorkerMapper(mapper);
		this.trees = trees(mapper);
		this.stringReader = new StringArrayReader(this.mapper);
		this.stringWriter = writesStringsAsIs() ? new StringArrayWriter(this::writeTwice) : null;
	}

	private static JsonMapper trees(JsonMapper mapper) {
		return JsonMapper.builder(mapper.tokenStreamFactory())
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
	List<String> eventTypes(String namespace, String event) {
		Readers readers = readers(namespace, event);
		return (readers != null) ? readers.arguments()
			.stream()
			.flatMap(Optional::stream)
			.map((reader) -> reader.getValueType().toCanonical())
			.toList() : List.of();
	}

	private @Nullable Readers readers(String namespace, String event) {
		Map<String, Readers> readers = this.events.get(namespace);
		return (readers != null) ? readers.get(event) : null;
	}

	@Override
	@Nullable Event readStrings(String namespace, ByteBuf payload) {
		List<String> strings = this.stringReader.read(payload);
		if (strings == null) {
			return null;
		}
		String event = strings.get(0);
		Readers readers = readers(namespace, event);
		if (readers == null || !readers.strings() || PayloadSyntax.isReserved(event)) {
			return null;
		}
		int end = Math.min(strings.size(), 1 + readers.arguments().size());
		return new Event(event, new ArrayList<>(strings.subList(1, end)));
	}

	@Override
	@Nullable List<Object> readEvent(String namespace, String event, JsonParser parser, Payload payload) {
		return readEvent(namespace, event, parser);
	}

	private @Nullable List<Object> readEvent(String namespace, String event, JsonParser parser) {
		Readers readers = readers(namespace, event);
		return (readers != null) ? readArray(parser, readers.arguments()) : null;
	}

	@Override
	List<Object> readAck(AckCallback<?> callback, JsonParser parser, Payload payload) {
		return readArray(parser, readersFor(resultTypes(callback)));
	}

	private static Class<?>[] resultTypes(AckCallback<?> callback) {
		return (callback instanceof MultiTypeAckCallback multi) ? multi.getResultClasses()
				: new Class<?>[] { callback.getResultClass() };
	}

	private List<Optional<ObjectReader>> readersFor(Class<?>[] types) {
		return Arrays.stream(types).map(this::readerFor).toList();
	}

	private Optional<ObjectReader> readerFor(Class<?> type) {
		return (type == Void.class) ? Optional.empty() : Optional.of(this.mapper.readerFor(type));
	}

	private static List<Object> readArray(JsonParser parser, List<Optional<ObjectReader>> readers) {
		List<Object> values = new ArrayList<>(readers.size());
		for (Optional<ObjectReader> reader : readers) {
			if (parser.nextToken() == JsonToken.END_ARRAY) {
				break;
			}
			values.add(readValue(parser, reader));
		}
		return values;
	}

	private static @Nullable Object readValue(JsonParser parser, Optional<ObjectReader> reader) {
		if (reader.isPresent()) {
			return reader.get().readValue(parser);
		}
		parser.skipChildren();
		return null;
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

	@Override
	public void addEventMapping(String namespaceName, String eventName, Class<?>... eventClass) {
		this.events.computeIfAbsent(namespaceName, (name) -> new ConcurrentHashMap<>())
			.put(eventName, Readers.of(readersFor(eventClass)));
	}

	@Override
	public void addEventTypes(String namespace, String event, List<Type> types) {
		List<Optional<ObjectReader>> readers = types.stream()
			.map((type) -> Optional.of(this.mapper.readerFor(this.mapper.constructType(type))))
			.toList();
		this.events.computeIfAbsent(namespace, (name) -> new ConcurrentHashMap<>()).put(event, Readers.of(readers));
	}

	@Override
	public void removeEventMapping(String namespaceName, String eventName) {
		Map<String, Readers> readers = this.events.get(namespaceName);
		if (readers != null) {
			readers.remove(eventName);
		}
	}

	@Override
	public AckArgs readAckArgs(ByteBufInputStream src, AckCallback<?> callback) {
		try (JsonParser parser = this.mapper.createParser((InputStream) src)) {
			parser.nextToken();
			return new AckArgs(readArray(parser, readersFor(resultTypes(callback))));
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

	/**
	 * What reads an event.
	 *
	 * @param arguments a reader for each argument, empty where it is unused
	 * @param strings whether all arguments are strings
	 */
	private record Readers(List<Optional<ObjectReader>> arguments, boolean strings) {

		static Readers of(List<Optional<ObjectReader>> arguments) {
			return new Readers(arguments, arguments.stream()
				.allMatch((reader) -> reader.isPresent() && reader.get().getValueType().hasRawClass(String.class)));
		}

	}

}
