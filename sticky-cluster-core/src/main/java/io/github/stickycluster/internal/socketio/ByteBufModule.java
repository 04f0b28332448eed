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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Supports {@link ByteBuf} as an argument, like {@code byte[]}. A sent buffer is copied,
 * and the sender must release it; a received buffer is on the heap and needs no release.
 */
final class ByteBufModule extends SimpleModule {

	ByteBufModule() {
		super(ByteBufModule.class.getName());
		addSerializer(ByteBuf.class, new Serializer());
		addDeserializer(ByteBuf.class, new Deserializer());
	}

	private static final class Serializer extends StdSerializer<ByteBuf> {

		Serializer() {
			super(ByteBuf.class);
		}

		@Override
		public void serialize(ByteBuf value, JsonGenerator generator, SerializationContext context) {
			generator.writeBinary(ByteBufUtil.getBytes(value));
		}

	}

	private static final class Deserializer extends StdDeserializer<ByteBuf> {

		Deserializer() {
			super(ByteBuf.class);
		}

		@Override
		public ByteBuf deserialize(JsonParser parser, DeserializationContext context) {
			return Unpooled.wrappedBuffer(parser.getBinaryValue(context.getBase64Variant()));
		}

	}

}
