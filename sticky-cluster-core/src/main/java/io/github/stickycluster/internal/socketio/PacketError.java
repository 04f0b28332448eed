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

/**
 * The ways a received packet can be malformed; each closes the session.
 */
public enum PacketError {

	/** The first character is no packet type, or the packet is empty. */
	TYPE,

	/** The attachment count of a binary packet is absent or no number. */
	ATTACHMENT_COUNT,

	/** More attachments announced, or places for them, than the limit allows. */
	TOO_MANY_ATTACHMENTS,

	/** A binary frame came while no packet awaited one. */
	UNEXPECTED_BINARY,

	/** A text came while a packet awaited its attachments. */
	UNEXPECTED_TEXT,

	/** The ack id is missing in an ACK or too large. */
	ACK_ID,

	/** The payload is no JSON, or not of the shape its packet type asks for. */
	PAYLOAD,

	/** The event has no name, or a reserved one. */
	EVENT_NAME,

	/** A placeholder names no attachment of its packet. */
	PLACEHOLDER,

	/**
	 * A well-formed packet out of place: for a namespace not connected, or connected
	 * already.
	 */
	OUT_OF_PLACE,

	/**
	 * The objects that the payload would be parsed to would take more memory than a
	 * packet may.
	 */
	PARSED_SIZE

}
