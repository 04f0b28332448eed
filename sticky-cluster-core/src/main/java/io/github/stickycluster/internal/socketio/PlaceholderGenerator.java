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

import java.io.IOException;
import java.io.InputStream;

import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes a placeholder wherever a binary value would be written, and gives the value away
 * as an attachment.
 */
final class PlaceholderGenerator extends JsonGeneratorDelegate {

	private final BinarySink binaries;

	PlaceholderGenerator(JsonGenerator delegate, BinarySink binaries) {
		// Nested values must come through this generator, not go to the delegate itself.
		super(delegate, false);
		this.binaries = binaries;
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		return writePlaceholder(data, offset, length);
	}

	private JsonGenerator writePlaceholder(byte[] data, int offset, int length) {
		int number = this.binaries.add(data, offset, length);
		writeStartObject();
		writeName("_placeholder");
		writeBoolean(true);
		writeName("num");
		writeNumber(number);
		writeEndObject();
		return this;
	}

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		byte[] bytes = readAll(data, length);
		writePlaceholder(bytes, 0, bytes.length);
		return bytes.length;
	}

	@Override
	public JsonGenerator writeEmbeddedObject(Object object) {
		if (object instanceof byte[] bytes) {
			return writePlaceholder(bytes, 0, bytes.length);
		}
		super.writeEmbeddedObject(object);
		return this;
	}

	private static byte[] readAll(InputStream data, int length) {
		try {
			return (length < 0) ? data.readAllBytes() : data.readNBytes(length);
		}
		catch (IOException ex) {
			throw JacksonIOException.construct(ex);
		}
	}

}
