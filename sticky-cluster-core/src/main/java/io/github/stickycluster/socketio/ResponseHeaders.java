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

/**
 * Takes header fields of one HTTP response. Use it in the method that was given it.
 * <p>
 * The names and values are checked: a line break, or another character that a field
 * cannot have, is an error. So are the fields that delimit a message or belong to the
 * protocol: {@code Connection}, {@code Content-Encoding}, {@code Content-Length},
 * {@code Content-Type}, {@code Keep-Alive}, {@code TE}, {@code Trailer},
 * {@code Transfer-Encoding}, {@code Upgrade}, and those that begin with
 * {@code Sec-WebSocket-}.
 *
 * @since 0.1.0
 */
public interface ResponseHeaders {

	/**
	 * Sets a field, in place of all others with the name.
	 * @param name the name
	 * @param value the value
	 * @throws IllegalArgumentException if the field must not be set, or has a character
	 * that it cannot have
	 */
	void set(String name, String value);

	/**
	 * Adds a field to those with the name. A cookie is a field {@code Set-Cookie}, whose
	 * value {@code ResponseCookie} of Spring writes.
	 * @param name the name
	 * @param value the value
	 * @throws IllegalArgumentException if the field must not be added, or has a character
	 * that it cannot have
	 */
	void add(String name, String value);

}
