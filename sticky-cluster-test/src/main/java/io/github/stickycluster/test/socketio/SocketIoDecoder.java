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

package io.github.stickycluster.test.socketio;

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.test.engineio.EngineIoException;
import io.github.stickycluster.test.engineio.EngineIoPacket;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes Socket.IO packets from Engine.IO messages. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SocketIoDecoder {

	private final List<byte[]> attachments = new ArrayList<>();

	private @Nullable SocketIoPacket unfinished;

	private int missing;

	/**
	 * Decodes the next message.
	 * @param message a text message, or an attachment of the packet before it
	 * @return the packet that this message completes, or {@code null} if attachments are
	 * missing
	 * @throws EngineIoException if the message is not valid Socket.IO
	 */
	public @Nullable SocketIoPacket add(EngineIoPacket message) {
		return message.isBinary() ? addAttachment(message.bytes()) : addText(message.text());
	}

	private @Nullable SocketIoPacket addText(String text) {
		if (this.unfinished != null) {
			throw new EngineIoException("An attachment was expected, not \"" + text + "\"");
		}
		Reader reader = new Reader(text);
		PacketHead head = PacketHead.parse(text);
		this.missing = head.binary() ? reader.attachments() : 0;
		SocketIoPacket packet = new SocketIoPacket(head.type(), reader.namespace(), reader.ackId(), reader.data());
		if (this.missing == 0) {
			return packet;
		}
		this.unfinished = packet;
		return null;
	}

	private @Nullable SocketIoPacket addAttachment(byte[] bytes) {
		SocketIoPacket head = this.unfinished;
		if (head == null || head.data() == null) {
			throw new EngineIoException("An attachment of " + bytes.length + " bytes belongs to no packet");
		}
		this.attachments.add(bytes);
		if (this.attachments.size() < this.missing) {
			return null;
		}
		JsonNode data = Attachments.moveIn(head.data(), this.attachments);
		this.attachments.clear();
		this.unfinished = null;
		return new SocketIoPacket(head.type(), head.namespace(), head.ackId(), data);
	}

	/**
	 * Reads the parts of a text from left to right.
	 */
	private static final class Reader {

		private final String text;

		private int at = 1;

		Reader(String text) {
			this.text = text;
		}

		int attachments() {
			String digits = digits();
			if (digits.isEmpty() || !isNext('-')) {
				throw new EngineIoException("The number of attachments is missing: \"" + this.text + "\"");
			}
			this.at++;
			return Integer.parseInt(digits);
		}

		/**
		 * A version 3 server gives the query of the CONNECT back with the namespace.
		 */
		String namespace() {
			if (!isNext('/')) {
				return "/";
			}
			int comma = this.text.indexOf(',', this.at);
			String namespace = this.text.substring(this.at, (comma < 0) ? this.text.length() : comma);
			this.at = (comma < 0) ? this.text.length() : comma + 1;
			int query = namespace.indexOf('?');
			return (query < 0) ? namespace : namespace.substring(0, query);
		}

		@Nullable Long ackId() {
			String digits = digits();
			return digits.isEmpty() ? null : Long.valueOf(digits);
		}

		@Nullable JsonNode data() {
			String json = this.text.substring(this.at);
			try {
				return json.isEmpty() ? null : JsonMapper.shared().readTree(json);
			}
			catch (JacksonException ex) {
				throw new EngineIoException("Not JSON: \"" + this.text + "\"");
			}
		}

		private String digits() {
			int start = this.at;
			while (this.at < this.text.length() && Character.isDigit(this.text.charAt(this.at))) {
				this.at++;
			}
			return this.text.substring(start, this.at);
		}

		private boolean isNext(char expected) {
			return this.at < this.text.length() && this.text.charAt(this.at) == expected;
		}

	}

}
