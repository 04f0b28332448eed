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

import java.io.InputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON part of a received packet.
 */
interface Payload {

	/**
	 * Above this length, in bytes, a text is not copied as a whole: half a megabyte is
	 * more than G1 places among other objects in a small heap, so that each copy is a
	 * reason to collect.
	 */
	int LARGE = 16_384;

	/**
	 * A new parser of the payload.
	 * @return a parser that stands before the first token
	 */
	JsonParser parser();

	/**
	 * The payload in UTF-8. Not retained.
	 * @return the bytes
	 */
	ByteBuf bytes();

	/**
	 * A payload without attachments, read straight from the packet's bytes.
	 *
	 * @param mapper makes the parser
	 * @param bytes the bytes, not retained
	 */
	record Text(JsonMapper mapper, ByteBuf bytes) implements Payload {

		@Override
		public JsonParser parser() {
			if (this.bytes.hasArray()) {
				return this.mapper.createParser(this.bytes.array(), this.bytes.arrayOffset() + this.bytes.readerIndex(),
						this.bytes.readableBytes());
			}
			if (this.bytes.readableBytes() > LARGE) {
				InputStream parts = new ByteBufInputStream(this.bytes.slice());
				return this.mapper.createParser(parts);
			}
			byte[] copy = ByteBufUtil.getBytes(this.bytes);
			return this.mapper.createParser(copy, 0, copy.length);
		}

	}

	/**
	 * A payload with its attachments in place.
	 *
	 * @param mapper makes the parser
	 * @param tree the payload
	 */
	record Tree(JsonMapper mapper, JsonNode tree) implements Payload {

		@Override
		public JsonParser parser() {
			return this.mapper.treeAsTokens(this.tree);
		}

		@Override
		public ByteBuf bytes() {
			return Unpooled.wrappedBuffer(this.mapper.writeValueAsBytes(this.tree));
		}

	}

}
