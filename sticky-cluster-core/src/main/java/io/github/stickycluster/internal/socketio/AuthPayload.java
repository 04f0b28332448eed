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

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The auth payload of a CONNECT packet, kept while its socket is open. If its objects may
 * take much more memory than its text, the text is kept and parsed on each read: 16 kB of
 * empty objects take 300 kB. Immutable.
 */
final class AuthPayload {

	/** No payload. */
	static final AuthPayload NONE = new AuthPayload(Map::of, 0);

	/** Enough for tokens, which are read often. */
	private static final int MOST_OF_OBJECTS = 4_096;

	/** An entry with its name, or an object with its table. */
	private static final int OBJECT = 128;

	private static final String OPENING = "{[:,&";

	private final Supplier<Map<String, Object>> objects;

	private final int cost;

	private AuthPayload(Supplier<Map<String, Object>> objects, int cost) {
		this.objects = objects;
		this.cost = cost;
	}

	/**
	 * Keeps a payload.
	 * @param text the text that came
	 * @param objects what it was read as
	 * @param reader reads it again
	 * @return the payload
	 */
	static AuthPayload of(byte[] text, Map<String, Object> objects, Function<byte[], Map<String, Object>> reader) {
		int ofObjects = costOfObjects(text);
		return (ofObjects <= MOST_OF_OBJECTS) ? new AuthPayload(() -> objects, ofObjects)
				: new AuthPayload(() -> reader.apply(text), text.length);
	}

	/**
	 * Keeps the query of a namespace, as of protocol 4.
	 * @param query the query
	 * @param objects what it was read as
	 * @param reader reads it again
	 * @return the payload
	 */
	static AuthPayload of(String query, Map<String, Object> objects, Function<String, Map<String, Object>> reader) {
		return of(query.getBytes(StandardCharsets.UTF_8), objects,
				(text) -> reader.apply(new String(text, StandardCharsets.UTF_8)));
	}

	private static int costOfObjects(byte[] text) {
		int cost = 2 * text.length;
		for (byte character : text) {
			cost += (OPENING.indexOf(character) >= 0) ? OBJECT : 0;
		}
		return cost;
	}

	/**
	 * Returns the payload's objects.
	 * @return the properties, new objects at each call if they are large
	 */
	Map<String, Object> objects() {
		return this.objects.get();
	}

	/** The bytes of heap that are kept. */
	int cost() {
		return this.cost;
	}

}
