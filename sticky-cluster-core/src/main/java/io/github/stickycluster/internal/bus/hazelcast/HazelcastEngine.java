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

package io.github.stickycluster.internal.bus.hazelcast;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import com.hazelcast.topic.ReliableMessageListener;
import io.github.stickycluster.internal.bus.Engine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine on a reliable topic, whose ringbuffer keeps the newest messages. The frames
 * are byte arrays: nothing is deserialised.
 */
public final class HazelcastEngine implements Engine {

	private static final Logger logger = LoggerFactory.getLogger(HazelcastEngine.class);

	private static final byte[] NO_FRAME = {};

	private static final long LONGEST_APPEND_SECONDS = 3;

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 1000;

	private final HazelcastInstance hazelcast;

	private final String topicName;

	private volatile @Nullable Subscription subscription;

	private volatile @Nullable Instant healedAt;

	private @Nullable UUID lifecycle;

	/**
	 * Creates an engine that is not yet open.
	 * @param hazelcast the application's member or client
	 * @param topicName the topic's name; applications of different names do not hear each
	 * other
	 */
	public HazelcastEngine(HazelcastInstance hazelcast, String topicName) {
		this.hazelcast = hazelcast;
		this.topicName = topicName;
	}

	@Override
	public String name() {
		return "Hazelcast";
	}

	@Override
	public synchronized void open(Consumer<byte[]> reader) {
		this.subscription = listen(new Listener(reader, Listener.NEXT));
		this.healedAt = null;
		this.lifecycle = this.hazelcast.getLifecycleService().addLifecycleListener(this::onLifecycle);
	}

	/**
	 * Only members of the smaller part are told: they leave it and join the other.
	 */
	private void onLifecycle(LifecycleEvent event) {
		if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
			this.healedAt = Instant.now();
			logger.warn("Hazelcast has merged after a split of the network. Messages that were sent during the split "
					+ "have reached only one part of the cluster. Set sticky-cluster.cluster.expected-nodes to see "
					+ "the next split in the health while it lasts");
		}
	}

	@Override
	public @Nullable Instant healedAt() {
		return this.healedAt;
	}

	private Subscription listen(Listener listener) {
		return new Subscription(listener, topic().addMessageListener(listener));
	}

	private ITopic<byte[]> topic() {
		return this.hazelcast.getReliableTopic(this.topicName);
	}

	@Override
	public void append(List<byte[]> frames) {
		try {
			topic().publishAllAsync(frames).toCompletableFuture().get(LONGEST_APPEND_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for Hazelcast to accept a message", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("Hazelcast has not accepted a message", ex);
		}
	}

	/**
	 * A listener that Hazelcast has given up, as a client does that was disconnected,
	 * goes on where it was.
	 */
	private void listenAgain(Listener cancelled) {
		Thread thread = new Thread(() -> {
			Listener next = new Listener(cancelled.reader, cancelled.sequence);
			long pause = FIRST_PAUSE_MILLIS;
			while (!replace(cancelled, next)) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
				pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
			}
		}, "sticky-cluster-bus-reader");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Listens again, unless the engine was closed meanwhile.
	 * @return whether there is nothing more to do
	 */
	private synchronized boolean replace(Listener cancelled, Listener next) {
		Subscription present = this.subscription;
		if (present == null || present.listener != cancelled || !this.hazelcast.getLifecycleService().isRunning()) {
			return true;
		}
		try {
			this.subscription = listen(next);
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("Cannot listen to the topic '{}' again yet", this.topicName, ex);
			return false;
		}
	}

	@Override
	public boolean isReading() {
		Subscription present = this.subscription;
		return present != null && !present.listener.cancelled && this.hazelcast.getLifecycleService().isRunning();
	}

	@Override
	public synchronized void close() {
		Subscription present = this.subscription;
		this.subscription = null;
		if (present == null) {
			return;
		}
		present.listener.closed = true;
		try {
			UUID lifecycle = this.lifecycle;
			if (lifecycle != null) {
				this.hazelcast.getLifecycleService().removeLifecycleListener(lifecycle);
			}
			topic().removeMessageListener(present.id);
		}
		catch (RuntimeException ex) {
			logger.debug("Hazelcast has stopped before", ex);
		}
	}

	private record Subscription(Listener listener, UUID id) {

	}

	/**
	 * Reads from now on; what the ringbuffer no longer has is noticed by the frames'
	 * numbers.
	 */
	private final class Listener implements ReliableMessageListener<byte[]> {

		private static final long NEXT = -1;

		private final Consumer<byte[]> reader;

		private volatile long sequence;

		private volatile boolean closed;

		private volatile boolean cancelled;

		private Listener(Consumer<byte[]> reader, long sequence) {
			this.reader = reader;
			this.sequence = sequence;
		}

		@Override
		public void onMessage(Message<byte[]> message) {
			if (!this.closed) {
				// Whoever else knows the topic may publish anything.
				Object object = message.getMessageObject();
				this.reader.accept((object instanceof byte[] frame) ? frame : NO_FRAME);
			}
		}

		@Override
		public long retrieveInitialSequence() {
			return (this.sequence != NEXT) ? this.sequence + 1 : NEXT;
		}

		@Override
		public void storeSequence(long sequence) {
			this.sequence = sequence;
		}

		@Override
		public boolean isLossTolerant() {
			return true;
		}

		@Override
		public boolean isTerminal(Throwable failure) {
			return false;
		}

		@Override
		public void onCancel() {
			this.cancelled = true;
			if (!this.closed) {
				listenAgain(this);
			}
		}

	}

}
