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

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Creates parsers for JSON of clients, which is always UTF-8.
 * <p>
 * Jackson keeps up to 6,000 property names of 50,000 characters each that its parsers
 * have read: 27 MB that one client could fill. Here each event loop has a table of its
 * own, which is replaced before its names can take more than {@value #TABLE_BYTES} bytes.
 * <p>
 * Remove when FasterXML/jackson-core#995 is released, and disable
 * {@code CANONICALIZE_PROPERTY_NAMES} instead. Without it, Jackson reads UTF-8 with its
 * slower parser for characters (FasterXML/jackson-core#994).
 */
final class ClientJson extends JsonFactory {

	private static final long serialVersionUID = 1L;

	/** The most bytes that are parsed with one table. */
	private static final int TABLE_BYTES = 65_536;

	private final transient FastThreadLocal<Names> names = new FastThreadLocal<>() {

		@Override
		protected Names initialValue() {
			return new Names();
		}

	};

	/**
	 * Creates a factory.
	 * @param builder holds the application's settings
	 */
	ClientJson(JsonFactoryBuilder builder) {
		super(builder);
	}

	@Override
	protected JsonParser _createParser(ObjectReadContext readContext, IOContext context, byte[] data, int offset,
			int length) {
		if (!isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)) {
			return super._createParser(readContext, context, data, offset, length);
		}
		_checkRangeBoundsForByteArray(data, offset, length);
		context.setEncoding(JsonEncoding.UTF8);
		return new UTF8StreamJsonParser(readContext, context, readContext.getStreamReadFeatures(_streamReadFeatures),
				readContext.getFormatReadFeatures(_formatReadFeatures), null, table(length).makeChild(_factoryFeatures),
				data, offset, offset + length, 0, false);
	}

	// A thread of the application's may be one of hundreds, and would keep its table.
	private ByteQuadsCanonicalizer table(int length) {
		return (Thread.currentThread() instanceof FastThreadLocalThread) ? this.names.get().table(length)
				: ByteQuadsCanonicalizer.createRoot();
	}

	/** The table of one thread. */
	private static final class Names {

		private ByteQuadsCanonicalizer table = ByteQuadsCanonicalizer.createRoot();

		private int parsed;

		ByteQuadsCanonicalizer table(int length) {
			if (length > TABLE_BYTES) {
				return ByteQuadsCanonicalizer.createRoot();
			}
			this.parsed += length;
			if (this.parsed > TABLE_BYTES) {
				this.parsed = length;
				this.table = ByteQuadsCanonicalizer.createRoot();
			}
			return this.table;
		}

	}

}
