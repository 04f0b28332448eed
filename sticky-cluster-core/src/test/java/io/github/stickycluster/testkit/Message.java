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

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO packet: a text that starts with its type, or the bytes of a binary
 * message without it.
 *
 * @param text the text, or {@code null} for a binary message
 * @param bytes the bytes of a binary message; empty otherwise
 */
public record Message(@Nullable String text, byte[] bytes) {

	public static Message of(String text) {
		return new Message(text, new byte[0]);
	}

	public static Message of(byte[] bytes) {
		return new Message(null, bytes);
	}

	public boolean isText(String expected) {
		return expected.equals(this.text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Message message && Objects.equals(this.text, message.text)
				&& Arrays.equals(this.bytes, message.bytes);
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.text) + Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return (this.text != null) ? this.text : "<" + HexFormat.of().formatHex(this.bytes) + ">";
	}

}
