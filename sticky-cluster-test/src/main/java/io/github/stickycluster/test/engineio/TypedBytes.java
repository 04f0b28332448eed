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

package io.github.stickycluster.test.engineio;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A binary message of version 3: the type as a byte, then the data.
 */
final class TypedBytes {

	private static final byte MESSAGE = 4;

	private TypedBytes() {
	}

	static byte[] write(EngineIoPacket packet) {
		byte[] data = packet.bytes();
		byte[] typed = new byte[data.length + 1];
		typed[0] = MESSAGE;
		System.arraycopy(data, 0, typed, 1, data.length);
		return typed;
	}

	static EngineIoPacket read(byte[] typed) {
		if (typed.length == 0 || typed[0] != MESSAGE) {
			throw new EngineIoException("Not a binary message of Engine.IO 3: " + HexFormat.of().formatHex(typed));
		}
		return EngineIoPacket.binary(Arrays.copyOfRange(typed, 1, typed.length));
	}

}
