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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the arguments of an event or an ack as the types declared.
 */
final class ArgumentReaders {

	private final List<JavaType> types;

	/** Empty for an argument that is skipped. */
	private final List<@Nullable ObjectReader> readers;

	private final boolean strings;

	/** How many arguments are given even if fewer are sent. */
	private final int given;

	private ArgumentReaders(List<JavaType> types, List<@Nullable ObjectReader> readers, int given) {
		this.types = types;
		this.readers = readers;
		this.strings = types.stream().allMatch((type) -> type.hasRawClass(String.class));
		this.given = given;
	}

	/**
	 * Makes readers.
	 * @param types the types; arguments of type {@link Void} are skipped
	 * @param reader makes a reader of a type
	 * @return the readers, which read as many arguments as are sent
	 */
	static ArgumentReaders of(List<JavaType> types, Function<JavaType, ObjectReader> reader) {
		List<@Nullable ObjectReader> readers = new ArrayList<>();
		types.forEach((type) -> readers.add(type.hasRawClass(Void.class) ? null : reader.apply(type)));
		return new ArgumentReaders(List.copyOf(types), readers, 0);
	}

	/**
	 * Returns readers that give as many arguments as there are types. One that is not
	 * sent is read as if {@code null} had been where that is not the same: it is an empty
	 * {@code Optional}, and does not fit a primitive type.
	 */
	ArgumentReaders complete() {
		return new ArgumentReaders(this.types, this.readers, this.types.size());
	}

	/**
	 * Returns readers for those who declared these types and for those who declared the
	 * others, of which some may have declared fewer.
	 * @return the readers, or {@code null} if two types differ
	 */
	@Nullable ArgumentReaders with(ArgumentReaders other) {
		int both = Math.min(this.types.size(), other.types.size());
		for (int i = 0; i < both; i++) {
			if (!this.types.get(i).hasRawClass(other.types.get(i).getRawClass())) {
				return null;
			}
		}
		if (other.types.size() <= both) {
			return this;
		}
		List<JavaType> longer = new ArrayList<>(this.types);
		longer.addAll(other.types.subList(both, other.types.size()));
		List<@Nullable ObjectReader> more = new ArrayList<>(this.readers);
		more.addAll(other.readers.subList(both, other.readers.size()));
		return new ArgumentReaders(List.copyOf(longer), more, this.given);
	}

	int count() {
		return this.types.size();
	}

	/**
	 * Whether all arguments are strings.
	 */
	boolean areStrings() {
		return this.strings;
	}

	List<String> describe() {
		return this.types.stream()
			.filter((type) -> !type.hasRawClass(Void.class))
			.map((type) -> type.isEnumType() ? TypeNames.of(type.getRawClass()) : type.toCanonical())
			.toList();
	}

	/**
	 * Reads arguments.
	 * @param parser stands before the first one
	 */
	List<Object> read(JsonParser parser) {
		List<Object> values = new ArrayList<>(this.readers.size());
		for (ObjectReader reader : this.readers) {
			if (parser.nextToken() == JsonToken.END_ARRAY) {
				break;
			}
			values.add(read(parser, reader));
		}
		for (int i = values.size(); i < this.given; i++) {
			values.add(absent(i));
		}
		return values;
	}

	private static @Nullable Object read(JsonParser parser, @Nullable ObjectReader reader) {
		if (reader != null) {
			return reader.readValue(parser);
		}
		parser.skipChildren();
		return null;
	}

	private @Nullable Object absent(int index) {
		JavaType type = this.types.get(index);
		ObjectReader reader = this.readers.get(index);
		boolean isMore = type.isPrimitive() || type.isReferenceType()
				|| type.getRawClass().getName().startsWith("java.util.Optional");
		return (isMore && reader != null) ? reader.readValue("null") : null;
	}

}
