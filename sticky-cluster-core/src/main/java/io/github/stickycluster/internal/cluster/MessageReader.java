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

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.stickycluster.internal.socketio.JsonPayload;

/**
 * Reads messages of a {@link MessageWriter}. Checks each length and count against the
 * available bytes before it allocates anything.
 */
final class MessageReader {

	private final ByteBuffer in;

	MessageReader(ByteBuffer in) {
		this.in = in;
	}

	long number() {
		long value = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			byte next = this.in.get();
			value |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("Malformed message: a number is too long");
	}

	boolean flag() {
		return number() != 0;
	}

	/** The length of what follows, of which each part has at least one byte. */
	private int length() {
		long length = number();
		if (length < 0 || length > this.in.remaining()) {
			throw new BufferUnderflowException();
		}
		return (int) length;
	}

	byte[] bytes() {
		byte[] bytes = new byte[length()];
		this.in.get(bytes);
		return bytes;
	}

	String text() {
		return new String(bytes(), StandardCharsets.UTF_8);
	}

	Set<String> texts() {
		return Set.copyOf(list(this::text));
	}

	<T> List<T> list(Supplier<T> element) {
		int count = length();
		List<T> list = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			list.add(element.get());
		}
		return list;
	}

	Map<String, List<String>> textLists() {
		Map<String, List<String>> lists = new LinkedHashMap<>();
		int count = length();
		for (int i = 0; i < count; i++) {
			lists.put(text(), list(this::text));
		}
		return lists;
	}

	UUID id() {
		return new UUID(this.in.getLong(), this.in.getLong());
	}

	BroadcastTarget selection() {
		String namespace = text();
		return flag() ? new BroadcastTarget(namespace, Set.of(), texts(), id())
				: new BroadcastTarget(namespace, texts(), texts(), null);
	}

	JsonPayload payload() {
		return new JsonPayload(bytes(), list(this::bytes));
	}

	boolean hasMore() {
		return this.in.hasRemaining();
	}

}
