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

package io.github.stickycluster.internal.engineio;

/**
 * The types of Engine.IO packets, each with its first byte; the same in versions 3 and 4.
 */
final class PacketType {

	static final byte OPEN = '0';

	static final byte CLOSE = '1';

	static final byte PING = '2';

	static final byte PONG = '3';

	static final byte MESSAGE = '4';

	static final byte UPGRADE = '5';

	static final byte NOOP = '6';

	/** In a payload: what follows is base64. */
	static final byte BASE64 = 'b';

	/** Between the packets of a version 4 payload. */
	static final byte SEPARATOR = 0x1e;

	private PacketType() {
	}

	static boolean isKnown(byte type) {
		return type >= OPEN && type <= NOOP;
	}

}
