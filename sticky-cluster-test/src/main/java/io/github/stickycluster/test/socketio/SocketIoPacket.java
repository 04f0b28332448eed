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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Socket.IO packet. Its data contains the attachments as binary nodes in their places.
 *
 * @param type the type
 * @param namespace the namespace, such as {@code /} or {@code /chat}
 * @param ackId the id of an ack, or of the ack that an event requests; {@code null} for
 * none
 * @param data the data, an array for events and acks; {@code null} for none
 * @since 0.1.0
 */
public record SocketIoPacket(Type type, String namespace, @Nullable Long ackId, @Nullable JsonNode data) {

	/**
	 * Creates a packet without data.
	 * @param type the type
	 * @param namespace the namespace
	 * @return the packet
	 */
	public static SocketIoPacket of(Type type, String namespace) {
		return new SocketIoPacket(type, namespace, null, null);
	}

	/**
	 * The types of packets. Packets with attachments have the same type as those without.
	 */
	public enum Type {

		/** The client's request to connect to a namespace, or the server's acceptance. */
		CONNECT,

		/** A disconnect from a namespace. */
		DISCONNECT,

		/** An event. */
		EVENT,

		/** The ack of an event. */
		ACK,

		/** The server's refusal to connect to a namespace. */
		CONNECT_ERROR

	}

}
