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

package io.github.stickycluster.internal.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The messages about users that go to other nodes, in the order in which they were
 * written, many in one. Used by one thread.
 */
final class PresenceMail {

	private final ClusterBus bus;

	private final Map<String, Letter> letters = new LinkedHashMap<>();

	PresenceMail(ClusterBus bus) {
		this.bus = bus;
	}

	/**
	 * Returns what the next entry for a node is written to.
	 */
	MessageWriter to(String node, Note type) {
		Letter open = this.letters.get(node);
		if (open != null && (open.type != type || open.message.size() >= SocketDescriptions.PART_BYTES)) {
			this.bus.send(node, open.message.toBytes());
			open = null;
		}
		if (open == null) {
			open = new Letter(type, new MessageWriter(Kind.PRESENCE).number(type.code));
			this.letters.put(node, open);
		}
		return open.message;
	}

	/**
	 * Sends what has been written.
	 */
	void send() {
		this.letters.forEach((node, letter) -> this.bus.send(node, letter.message.toBytes()));
		this.letters.clear();
	}

	/**
	 * The types of messages; their codes are part of the message format.
	 */
	enum Note {

		/** Users whose first socket on the sender has come. */
		COME(1),

		/** Users whose last socket on the sender has gone. */
		GONE(2),

		/** Begins the list of all users on the sender that the receiver owns. */
		LIST_BEGIN(3),

		/** Users of the list. */
		LIST(4),

		/** Ends the list. */
		LIST_END(5),

		/** Sums of what the sender has told each node. */
		SUMS(6),

		/** Asks for the list and for the sums. */
		ASK(7),

		/** What an owner of users knows of what was reported. */
		RECORDS(8),

		/** The receiver had been taken for dead. */
		LOST(9);

		private final int code;

		Note(int code) {
			this.code = code;
		}

		/** Returns a type, or {@code null} for one of a later version. */
		static @Nullable Note of(long number) {
			for (Note type : values()) {
				if (type.code == number) {
					return type;
				}
			}
			return null;
		}

	}

	private record Letter(Note type, MessageWriter message) {

	}

}
