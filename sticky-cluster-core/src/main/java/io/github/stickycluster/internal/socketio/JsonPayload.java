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

import java.util.List;

/**
 * A payload as it crosses the wire: JSON in UTF-8 with placeholders, and the binary
 * values that they stand for. Written once and passed on without being read; neither the
 * arrays nor the list may be changed.
 */
public final class JsonPayload {

	private final byte[] json;

	private final List<byte[]> attachments;

	/**
	 * Creates a payload of its parts.
	 * @param json the JSON, an array
	 * @param attachments the binary values, in the order of their placeholders' numbers
	 */
	public JsonPayload(byte[] json, List<byte[]> attachments) {
		this.json = json;
		this.attachments = List.copyOf(attachments);
	}

	/**
	 * Returns the JSON.
	 * @return an array in UTF-8, with placeholders
	 */
	public byte[] json() {
		return this.json;
	}

	/**
	 * Returns the binary values.
	 * @return the attachments
	 */
	public List<byte[]> attachments() {
		return this.attachments;
	}

	/**
	 * Returns how large the payload is.
	 * @return the bytes of the JSON and of all attachments
	 */
	public int size() {
		return this.json.length + this.attachments.stream().mapToInt((bytes) -> bytes.length).sum();
	}

}
