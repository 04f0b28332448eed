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

import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus over an {@link Engine}: messages wait in a bounded buffer, a thread of its own
 * writes them, and frames are numbered, so that a frame which is written or read twice is
 * delivered once and a lost one is noticed.
 */
public final class EngineBus implements ClusterBus {

	private static final Logger logger = LoggerFactory.getLogger(EngineBus.class);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final String ALL = "";

	private final Engine engine;

	private final EngineBusSettings settings;

	private final BusStatistics statistics = new BusStatistics();

	private volatile @Nullable Run run;

	/**
	 * Creates a bus that is not yet started.
	 * @param engine what carries its messages
	 * @param settings how it uses the engine
	 */
	public EngineBus(Engine engine, EngineBusSettings settings) {
		this.engine = engine;
		this.settings = settings;
	}

	@Override
	public synchronized void start(String nodeId, Receiver receiver) {
		if (this.run != null) {
			throw new IllegalStateException("The bus has been started already");
		}
		long incarnation = RANDOM.nextLong();
		Inbox inbox = new Inbox(nodeId, incarnation, receiver, this.statistics);
		Outbox outbox = new Outbox(this.settings.bufferBytes(), this.statistics);
		Sender sender = new Sender(this.engine, outbox, inbox, this.statistics, nodeId, incarnation);
		try {
			sender.open();
		}
		catch (RuntimeException ex) {
			if (this.settings.required()) {
				throw new BusUnavailableException(this.engine.name(), ex);
			}
			logger.warn("Starting without {}, which is unreachable. This node is alone until it can connect, and keeps "
					+ "trying: {}", this.engine.name(), ex.toString());
		}
		Thread thread = new Thread(sender, "sticky-cluster-bus");
		thread.setDaemon(true);
		thread.start();
		this.run = new Run(inbox, outbox, sender, thread);
	}

	@Override
	public void publish(byte[] message) {
		send(ALL, message);
	}

	@Override
	public void send(String nodeId, byte[] message) {
		Run present = this.run;
		if (present != null) {
			present.outbox.add(new Outbox.Letter(nodeId, message));
		}
	}

	@Override
	public boolean isConnected() {
		Run present = this.run;
		return present != null && present.sender.isWorking() && this.engine.isReading();
	}

	@Override
	public @Nullable Instant healedAt() {
		return this.engine.healedAt();
	}

	@Override
	public OptionalLong heardItself() {
		Run present = this.run;
		return (present != null) ? present.inbox.heardItself() : OptionalLong.empty();
	}

	@Override
	public BusStatistics statistics() {
		return this.statistics;
	}

	@Override
	public synchronized void close() {
		Run present = this.run;
		if (present == null) {
			return;
		}
		present.finish();
		this.run = null;
		this.engine.close();
	}

	private record Run(Inbox inbox, Outbox outbox, Sender sender, Thread thread) {

		private static final long LAST_WORDS_MILLIS = 2000;

		private void finish() {
			this.outbox.close();
			try {
				this.thread.join(LAST_WORDS_MILLIS);
				this.sender.stop();
				this.thread.interrupt();
				this.thread.join(TimeUnit.SECONDS.toMillis(1));
			}
			catch (InterruptedException ex) {
				this.thread.interrupt();
				Thread.currentThread().interrupt();
			}
		}

	}

}
