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
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A received packet, decoded whole; namespaces are as the server names them.
 */
sealed interface InboundPacket {

	/**
	 * The namespace the packet is for.
	 * @return the namespace, empty for the default one
	 */
	String namespace();

	/**
	 * Asks to be let in.
	 *
	 * @param namespace the namespace
	 * @param auth the auth payload, empty if none was sent
	 * @param payload the same as it is kept
	 * @param mismatch why the application's mapper does not read the auth payload, or
	 * {@code null} if it does
	 */
	record Connect(String namespace, Map<String, Object> auth, AuthPayload payload,
			@Nullable Throwable mismatch) implements InboundPacket {

		/** Without an auth payload. */
		Connect(String namespace) {
			this(namespace, Map.of(), AuthPayload.NONE, null);
		}

	}

	/**
	 * Leaves.
	 *
	 * @param namespace the namespace
	 */
	record Disconnect(String namespace) implements InboundPacket {
	}

	/**
	 * An event.
	 *
	 * @param namespace the namespace
	 * @param name the event's name
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for
	 * @param source has the arguments
	 */
	record Event(String namespace, String name, @Nullable Long ackId, ArgumentSource source) implements InboundPacket {

		/** Reads the arguments, anew each time. */
		Arguments arguments() {
			return this.source.read();
		}
	}

	/**
	 * An ack.
	 *
	 * @param namespace the namespace
	 * @param id what is acknowledged
	 * @param source has the arguments
	 */
	record Ack(String namespace, long id, ArgumentSource source) implements InboundPacket {

		/** Reads the arguments, anew each time. */
		Arguments arguments() {
			return this.source.read();
		}
	}

	/**
	 * The arguments of a packet: read already, or the text that came, to be read by the
	 * thread that takes them.
	 */
	interface ArgumentSource {

		/**
		 * Reads the arguments.
		 * @return the arguments, new objects each time unless they were read already
		 */
		Arguments read();

		/**
		 * The heap that they take when they are read, besides the bytes that came.
		 * @return bytes, or 0 for a text that was read already
		 */
		default long cost() {
			return 0;
		}

		/**
		 * Reads all arguments as trees, whatever is declared.
		 * @return the trees, or {@code null} if no listener takes all events
		 */
		default @Nullable List<JsonNode> all() {
			return null;
		}

	}

	/**
	 * The arguments of an event for its own listeners, and for those of all events.
	 *
	 * @param declared the arguments as the types declared
	 * @param trees reads all arguments
	 */
	record AllArguments(ArgumentSource declared, Supplier<List<JsonNode>> trees) implements ArgumentSource {

		@Override
		public Arguments read() {
			return this.declared.read();
		}

		// The trees are there beside the arguments.
		@Override
		public long cost() {
			return 2 * this.declared.cost();
		}

		@Override
		public List<JsonNode> all() {
			return this.trees.get();
		}

	}

	/**
	 * Arguments that somebody waits for, or the reason why they could not be read as the
	 * types declared.
	 *
	 * @param values the arguments
	 * @param surplus how many more were sent than are declared
	 * @param mismatch why they do not fit, or {@code null} if they do
	 */
	record Arguments(List<Object> values, int surplus, @Nullable Throwable mismatch) implements ArgumentSource {

		/** Of a packet that nobody waits for. */
		static final Arguments UNREAD = new Arguments(List.of());

		Arguments(List<Object> values) {
			this(values, 0, null);
		}

		@Override
		public Arguments read() {
			return this;
		}

		/**
		 * Adds how many more were sent, which matters if anybody waits for these.
		 */
		@SuppressWarnings("ReferenceEquality")
		Arguments with(int surplus) {
			return (surplus > 0 && this != UNREAD) ? new Arguments(this.values, surplus, this.mismatch) : this;
		}

	}

}
