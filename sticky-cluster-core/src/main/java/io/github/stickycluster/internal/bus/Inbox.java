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

package io.github.stickycluster.internal.bus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

import io.github.stickycluster.internal.log.LimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the frames of the engine, and passes each message for this node to the
 * receiver exactly once. A frame may arrive twice if its sender has repeated it, or if
 * the reader has resumed. Used by one thread at a time.
 */
final class Inbox {

	private static final Logger logger = LoggerFactory.getLogger(Inbox.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private static final int MOST_SENDERS = 4096;

	private final String nodeId;

	private final long incarnation;

	private final ClusterBus.Receiver receiver;

	private final BusStatistics statistics;

	/** The number of the last frame of each sender, those longest silent first. */
	private final Map<Sender, Long> last = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Sender, Long> eldest) {
			return size() > MOST_SENDERS;
		}

	};

	private final Loss loss = new Loss();

	private volatile OptionalLong heardItself = OptionalLong.empty();

	Inbox(String nodeId, long incarnation, ClusterBus.Receiver receiver, BusStatistics statistics) {
		this.nodeId = nodeId;
		this.incarnation = incarnation;
		this.receiver = receiver;
		this.statistics = statistics;
	}

	synchronized void accept(byte[] bytes) {
		Frame frame = Frame.of(bytes);
		if (frame == null) {
			this.statistics.countSkipped();
			logger.debug("A frame of {} bytes is skipped: it is of an unknown version or malformed", bytes.length);
			return;
		}
		boolean own = frame.incarnation() == this.incarnation && frame.sender().equals(this.nodeId);
		if (own) {
			this.heardItself = OptionalLong.of(System.nanoTime());
		}
		else if (isNext(frame) && isForThisNode(frame)) {
			deliver(frame);
		}
	}

	/** When a frame of this node has last come; empty before the first. */
	OptionalLong heardItself() {
		return this.heardItself;
	}

	private boolean isForThisNode(Frame frame) {
		return frame.target().isEmpty() || frame.target().equals(this.nodeId);
	}

	private boolean isNext(Frame frame) {
		Sender sender = new Sender(frame.sender(), frame.incarnation());
		Long before = this.last.get(sender);
		if (before != null && frame.number() <= before) {
			return false;
		}
		if (before != null && frame.number() > before + 1) {
			lost(frame.sender(), frame.number() - before - 1);
		}
		this.last.put(sender, frame.number());
		return true;
	}

	private void lost(String node, long missed) {
		this.statistics.countLost(missed);
		this.loss.add(node, missed);
		this.limited.warn("lost", () -> this.loss);
		logger.debug("{} messages of node {} are lost", missed, node);
	}

	private void deliver(Frame frame) {
		this.statistics.countReceived();
		try {
			this.receiver.receive(frame.sender(), frame.message());
		}
		catch (RuntimeException | Error ex) {
			// An error must not end the engine's thread, which nobody would start again.
			this.limited.error("receiver", () -> "Could not handle a message of node " + frame.sender(), ex);
		}
	}

	/**
	 * The losses since the last log line, since a node that is too slow loses messages
	 * repeatedly.
	 */
	private static final class Loss {

		private long messages;

		private String node = "";

		synchronized void add(String node, long messages) {
			this.node = node;
			this.messages += messages;
		}

		@Override
		public synchronized String toString() {
			long told = this.messages;
			this.messages = 0;
			return told + " messages of other nodes were lost, most recently of node " + this.node
					+ ": the bus had discarded them before this node read them. Where the bus is Redis, raise "
					+ "sticky-cluster.bus.redis.max-length";
		}

	}

	private record Sender(String nodeId, long incarnation) {

	}

}
