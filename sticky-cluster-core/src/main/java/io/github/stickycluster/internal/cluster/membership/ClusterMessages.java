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

package io.github.stickycluster.internal.cluster.membership;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.log.LimitedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes each message of another node to the handler of its kind. Skips and counts
 * messages of unknown kinds, which nodes of a later version may send.
 * <p>
 * A message starts with one byte for the version of the format and one for its kind. A
 * kind may get fields at its end without a new version; readers ignore what follows those
 * they know.
 * <p>
 * For rolling upgrades, heartbeats and good-byes stay at version 1 for ever and only grow
 * at their end, so that nodes of all versions see each other. A later version may write
 * any other kind anew, and its messages reach no earlier node, so it should do so only
 * once each node says in its heartbeat that it reads them.
 */
public final class ClusterMessages implements ClusterBus.Receiver {

	/** The version of the format that this node writes and reads. */
	public static final byte VERSION = 1;

	private static final Logger logger = LoggerFactory.getLogger(ClusterMessages.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private final Map<Kind, Handler> handlers = new ConcurrentHashMap<>();

	private final LongAdder skipped = new LongAdder();

	private final LongAdder failed = new LongAdder();

	/**
	 * Sets who takes the messages of a kind.
	 * @param kind the kind
	 * @param handler takes them
	 */
	public void on(Kind kind, Handler handler) {
		this.handlers.put(kind, handler);
	}

	@Override
	public void receive(String nodeId, byte[] message) {
		Kind kind = (message.length >= 2 && message[0] == VERSION) ? Kind.of(message[1]) : null;
		Handler handler = (kind != null) ? this.handlers.get(kind) : null;
		if (handler == null) {
			skip(nodeId, "it is of an unknown version or kind");
			return;
		}
		try {
			handler.handle(nodeId, ByteBuffer.wrap(message, 2, message.length - 2).slice());
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			skip(nodeId, "it is malformed: " + ex);
		}
		catch (RuntimeException | Error ex) {
			this.failed.increment();
			this.limited.error(message[1], () -> "Could not handle a message of kind " + kind + " of node " + nodeId,
					ex);
		}
	}

	private void skip(String nodeId, String why) {
		this.skipped.increment();
		logger.debug("A message of node {} is skipped, since {}", nodeId, why);
	}

	/**
	 * Returns how many messages were skipped.
	 * @return messages of versions or kinds that are unknown here, and malformed ones
	 */
	public long skipped() {
		return this.skipped.sum();
	}

	/**
	 * Returns how many messages could not be handled.
	 * @return messages that were understood, and whose handler failed
	 */
	public long failed() {
		return this.failed.sum();
	}

	/**
	 * The kinds of messages; their codes are part of the format and never change their
	 * meaning.
	 */
	public enum Kind {

		/** An event for sockets of the receiving node. */
		EMIT(1),

		/** Something that sockets of the receiving node are to do. */
		COMMAND(2),

		/** A question, which carries an id. */
		REQUEST(3),

		/** An answer, or a part of it, which carries the request's id. */
		RESPONSE(4),

		/** An event for the receiving node's own listeners. */
		SERVER_EVENT(5),

		/** Users whose sockets have come to or gone from a node. */
		PRESENCE(6),

		/** A node says that it is there, and describes itself. */
		HEARTBEAT(16),

		/** A node says that it leaves. */
		GOODBYE(17),

		/** A node says that another one, whose process it has forked, is dead. */
		OBITUARY(18);

		private final byte code;

		Kind(int code) {
			this.code = (byte) code;
		}

		/**
		 * Returns the byte that stands for the kind.
		 * @return the code
		 */
		public byte code() {
			return this.code;
		}

		static @Nullable Kind of(byte code) {
			for (Kind kind : values()) {
				if (kind.code == code) {
					return kind;
				}
			}
			return null;
		}

	}

	/**
	 * Takes messages of one kind.
	 */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Called on a thread of the bus; must not block.
		 * @param nodeId the sender's id
		 * @param body what follows the message's version and kind
		 * @throws BufferUnderflowException if the message is shorter than it has to be
		 * @throws IllegalArgumentException if it says what cannot be
		 */
		void handle(String nodeId, ByteBuffer body);

	}

}
