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
 * One Socket.IO packet. Binary data stands in it as binary nodes, wherever it belongs.
 *
 * @param type the type
 * @param namespace the namespace, such as {@code /} or {@code /chat}
 * @param ackId id that an answer has or asks for; {@code null} for none
 * @param data an array for events and acks, else what there is; {@code null} for nothing
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
	 * The types of packets. That a packet has attachments is no type of its own here.
	 */
	public enum Type {

		/** Asks for a namespace, or lets a client in. */
		CONNECT,

		/** Leaves a namespace, or puts a client out. */
		DISCONNECT,

		/** Carries an event. */
		EVENT,

		/** Answers an event. */
		ACK,

		/** Refuses a namespace. */
		CONNECT_ERROR

	}

}
