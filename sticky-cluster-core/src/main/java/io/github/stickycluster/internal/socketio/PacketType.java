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

import org.jspecify.annotations.Nullable;

/**
 * The types of packets, in the order of their digits.
 */
enum PacketType {

	CONNECT('0'), DISCONNECT('1'), EVENT('2'), ACK('3'), CONNECT_ERROR('4'), BINARY_EVENT('5'), BINARY_ACK('6');

	private static final PacketType[] ALL = values();

	private final char digit;

	PacketType(char digit) {
		this.digit = digit;
	}

	/**
	 * Returns the type with a digit.
	 * @param digit the digit
	 * @return the type, or {@code null} if there is none
	 */
	static @Nullable PacketType of(int digit) {
		return (digit >= 0 && digit < ALL.length) ? ALL[digit] : null;
	}

	/** The character that stands for the type. */
	char digit() {
		return this.digit;
	}

}
