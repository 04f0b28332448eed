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

package io.github.stickycluster.internal.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.socketio.JsonPayload;

/**
 * Writes a message between nodes: numbers as variable-length integers (seven bits a byte,
 * the lowest first), texts and bytes after their length, lists after their count.
 */
final class MessageWriter {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

	/**
	 * Starts something that becomes a part of a message.
	 */
	MessageWriter() {
	}

	MessageWriter(Kind kind) {
		this.out.write(ClusterMessages.VERSION);
		this.out.write(kind.code());
	}

	MessageWriter number(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.out.write((int) (rest & 0x7F) | 0x80);
			rest >>>= 7;
		}
		this.out.write((int) rest);
		return this;
	}

	MessageWriter flag(boolean value) {
		return number((value) ? 1 : 0);
	}

	MessageWriter bytes(byte[] bytes) {
		number(bytes.length);
		this.out.writeBytes(bytes);
		return this;
	}

	MessageWriter part(byte[] written) {
		this.out.writeBytes(written);
		return this;
	}

	MessageWriter text(String text) {
		return bytes(text.getBytes(StandardCharsets.UTF_8));
	}

	MessageWriter texts(Collection<String> texts) {
		number(texts.size());
		texts.forEach(this::text);
		return this;
	}

	MessageWriter textLists(Map<String, List<String>> lists) {
		number(lists.size());
		lists.forEach((name, values) -> text(name).texts(values));
		return this;
	}

	MessageWriter id(UUID id) {
		for (long half : new long[] { id.getMostSignificantBits(), id.getLeastSignificantBits() }) {
			for (int shift = 56; shift >= 0; shift -= 8) {
				this.out.write((int) (half >>> shift));
			}
		}
		return this;
	}

	MessageWriter selection(BroadcastTarget selection) {
		UUID socket = selection.socket();
		text(selection.namespace()).flag(socket != null);
		return (socket != null) ? texts(selection.except()).id(socket)
				: texts(selection.rooms()).texts(selection.except());
	}

	MessageWriter payload(JsonPayload payload) {
		bytes(payload.json()).number(payload.attachments().size());
		payload.attachments().forEach(this::bytes);
		return this;
	}

	int size() {
		return this.out.size();
	}

	byte[] toBytes() {
		return this.out.toByteArray();
	}

}
