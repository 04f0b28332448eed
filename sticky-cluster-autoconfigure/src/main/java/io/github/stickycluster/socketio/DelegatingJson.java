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
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.Event;
import com.corundumstudio.socketio.protocol.JsonSupport;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by a {@link JsonSupport} of the application's own; the syntax is checked by a
 * mapper of ours first, so that what the support then throws means that types differ.
 */
final class DelegatingJson extends SocketIoJson {

	private final JsonSupport delegate;

	private final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final Map<String, Map<String, List<String>>> events = new ConcurrentHashMap<>();

	DelegatingJson(JsonSupport delegate) {
		this.delegate = delegate;
	}

	@Override
	JsonMapper mapper() {
		return this.mapper;
	}

	@Override
	JsonMapper trees() {
		return this.mapper;
	}

	@Override
	boolean hears(String namespace, String event) {
		return this.events.getOrDefault(namespace, Map.of()).containsKey(event);
	}

	@Override
	Set<String> eventNames(String namespace) {
		return this.events.getOrDefault(namespace, Map.of()).keySet();
	}

	@Override
	List<String> eventTypes(String namespace, String event) {
		return this.events.getOrDefault(namespace, Map.of()).getOrDefault(event, List.of());
	}

	@Override
	@Nullable List<Object> readEvent(String namespace, String event, JsonParser parser, Payload payload) throws IOException {
		if (!hears(namespace, event)) {
			return null;
		}
		List<Object> arguments = this.delegate.readValue(namespace, stream(payload), Event.class).getArgs();
		for (int i = 0; i < arguments.size() && parser.nextToken() != JsonToken.END_ARRAY; i++) {
			parser.skipChildren();
		}
		return arguments;
	}

	@Override
	List<Object> readAck(AckCallback<?> callback, JsonParser parser, Payload payload) throws IOException {
		return this.delegate.readAckArgs(stream(payload), callback).getArgs();
	}

	private static ByteBufInputStream stream(Payload payload) {
		return new ByteBufInputStream(payload.bytes().duplicate());
	}

	@Override
	void writeArguments(ByteBufOutputStream out, @Nullable String event, List<?> arguments, BinarySink binaries)
			throws IOException {
		List<Object> values = new ArrayList<>(arguments.size() + 1);
		if (event != null) {
			values.add(event);
		}
		values.addAll(arguments);
		this.delegate.writeValue(out, values);
		for (byte[] array : this.delegate.getArrays()) {
			binaries.add(array, 0, array.length);
		}
	}

	@Override
	public void addEventMapping(String namespaceName, String eventName, Class<?>... eventClass) {
		this.delegate.addEventMapping(namespaceName, eventName, eventClass);
		this.events.computeIfAbsent(namespaceName, (name) -> new ConcurrentHashMap<>())
			.put(eventName, Arrays.stream(eventClass).map(TypeNames::of).toList());
	}

	/**
	 * Generic types are beyond a {@link JsonSupport}: it gets their classes.
	 */
	@Override
	public void addEventTypes(String namespace, String event, List<Type> types) {
		Class<?>[] classes = types.stream()
			.map((type) -> this.mapper.constructType(type).getRawClass())
			.toArray(Class[]::new);
		addEventMapping(namespace, event, (classes.length > 0) ? classes : new Class<?>[] { Void.class });
	}

	@Override
	public @Nullable String unreadable(Type type) {
		return null;
	}

	@Override
	public void removeEventMapping(String namespaceName, String eventName) {
		this.delegate.removeEventMapping(namespaceName, eventName);
		this.events.computeIfPresent(namespaceName, (name, names) -> {
			names.remove(eventName);
			return names;
		});
	}

	@Override
	public AckArgs readAckArgs(ByteBufInputStream src, AckCallback<?> callback) throws IOException {
		return this.delegate.readAckArgs(src, callback);
	}

	@Override
	public <T> T readValue(String namespaceName, ByteBufInputStream src, Class<T> valueType) throws IOException {
		return this.delegate.readValue(namespaceName, src, valueType);
	}

	@Override
	public void writeValue(ByteBufOutputStream out, Object value) throws IOException {
		this.delegate.writeValue(out, value);
	}

	@Override
	public List<byte[]> getArrays() {
		return this.delegate.getArrays();
	}

}
