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

import java.io.OutputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.SerializationContextExt;

/**
 * A copy of the application's mapper, whose modules and features hold, for the messages
 * of one worker. A message has one context of Jackson's where the mapper itself would
 * make one for its generator and one for each argument.
 */
final class WorkerMapper extends JsonMapper {

	private static final long serialVersionUID = 1L;

	private final transient JsonFactory streams;

	WorkerMapper(JsonMapper mapper) {
		super(mapper.rebuild()
			.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.addModule(new ByteBufModule())
			.addModule(JacksonTwoTrees.ifPresent()));
		this.streams = streams(tokenStreamFactory());
	}

	// What the application has chosen stays.
	private static JsonFactory streams(JsonFactory factory) {
		if (factory.getClass() != JsonFactory.class) {
			return factory;
		}
		return new ClientJson(factory.rebuild());
	}

	JsonFactory streams() {
		return this.streams;
	}

	@Override
	public JsonParser createParser(byte[] json, int offset, int length) {
		DeserializationContextExt context = _deserializationContext();
		return context.assignAndReturnParser(this.streams.createParser(context, json, offset, length));
	}

	/**
	 * Writes an event or an ack.
	 * @param out where to
	 * @param event the event's name, or {@code null} for an ack
	 * @param arguments the arguments
	 * @param binaries takes the binary values
	 */
	void writeArguments(OutputStream out, @Nullable String event, List<?> arguments, BinarySink binaries) {
		SerializationContextExt context = _serializationContext();
		try (JsonGenerator generator = new PlaceholderGenerator(
				this.streams.createGenerator(context, out, JsonEncoding.UTF8), binaries)) {
			generator.writeStartArray();
			if (event != null) {
				generator.writeString(event);
			}
			for (Object argument : arguments) {
				write(generator, argument, (arguments.size() == 1) ? context : null);
			}
			generator.writeEndArray();
		}
	}

	// A context knows the objects it has written, so that of one argument is no other's.
	private void write(JsonGenerator generator, @Nullable Object argument, @Nullable SerializationContextExt context) {
		if (context != null && !(argument instanceof AutoCloseable)) {
			context.serializeValue(generator, argument);
		}
		else {
			writeValue(generator, argument);
		}
	}

}
