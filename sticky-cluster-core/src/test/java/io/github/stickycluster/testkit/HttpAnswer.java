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

package io.github.stickycluster.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * One HTTP response as it came over the wire.
 *
 * @param status the status code
 * @param headers the headers by lower-case name, in order of arrival
 * @param body the body, without the chunk sizes if it was chunked
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {

	private static final Pattern SID = Pattern.compile("\"sid\\\\?\":\\\\?\"([0-9a-f-]{36})");

	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	public JsonNode json() {
		return Json.parse(text());
	}

	/**
	 * The session id of a handshake.
	 * @return the id in the OPEN packet, whatever the payload's format
	 */
	public String sid() {
		Matcher matcher = SID.matcher(text());
		if (!matcher.find()) {
			throw new AssertionError("no session: " + this);
		}
		return matcher.group(1);
	}

	/**
	 * The value of a header.
	 * @param name the name, in any case
	 * @return the values joined by a comma, or the empty string when the header is absent
	 */
	public String header(String name) {
		return String.join(", ", this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
	}

	public boolean hasHeader(String name) {
		return this.headers.containsKey(name.toLowerCase(Locale.ROOT));
	}

	@Override
	public String toString() {
		return this.status + " " + this.headers + " " + text();
	}

}
