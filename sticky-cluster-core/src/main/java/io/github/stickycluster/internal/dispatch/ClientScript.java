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

package io.github.stickycluster.internal.dispatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A script of the browser client, or its source map. Immutable.
 */
public final class ClientScript {

	private static final int TAG_BYTES = 16;

	private final String name;

	private final byte[] content;

	private final byte[] compressed;

	private final String tag;

	/**
	 * Creates a script.
	 * @param name the name of its file, such as {@code socket.io.min.js}
	 * @param content the file
	 */
	public ClientScript(String name, byte[] content) {
		this.name = name;
		this.content = content.clone();
		this.compressed = gzip(content);
		this.tag = "\"" + HexFormat.of().formatHex(Arrays.copyOf(sha256(content), TAG_BYTES)) + "\"";
	}

	String name() {
		return this.name;
	}

	String contentType() {
		return this.name.endsWith(".map") ? "application/json; charset=utf-8" : "text/javascript; charset=utf-8";
	}

	/** Weak, since it is that of the compressed content, too. */
	String tag() {
		return "W/" + this.tag;
	}

	/** Whether a client that names some tags has the content. */
	boolean isKnown(List<String> fields) {
		return fields.stream()
			.flatMap((field) -> Arrays.stream(field.split(",")))
			.map(String::trim)
			.anyMatch((known) -> known.equals("*") || known.equals(this.tag) || known.equals(tag()));
	}

	/** Copies nothing. */
	ByteBuf body(boolean compressed) {
		return Unpooled.wrappedBuffer(compressed ? this.compressed : this.content);
	}

	private static byte[] gzip(byte[] content) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	private static byte[] sha256(byte[] content) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(content);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
