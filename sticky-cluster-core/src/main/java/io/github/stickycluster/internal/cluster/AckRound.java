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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.PayloadCallback;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.jspecify.annotations.Nullable;

/**
 * An event that was sent to sockets of this JVM, with its pending acks.
 */
final class AckRound {

	private final Listener listener;

	private final AtomicInteger open;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final List<Runnable> cancellations = new ArrayList<>();

	private volatile @Nullable ScheduledFuture<?> timeout;

	private AckRound(int sockets, Listener listener) {
		// One more, so that it does not end before all were asked.
		this.open = new AtomicInteger(sockets + 1);
		this.listener = listener;
	}

	/**
	 * Sends the event.
	 * @param sockets the sockets to ask
	 * @param event the event
	 * @param compress whether it may be compressed
	 * @param timer ends the round
	 * @param time when it ends at the latest
	 * @param listener told what comes
	 */
	static void start(List<SocketIoSocket> sockets, JsonPayload event, boolean compress, ScheduledExecutorService timer,
			Duration time, Listener listener) {
		AckRound round = new AckRound(sockets.size(), listener);
		listener.asked(sockets.size());
		for (SocketIoSocket socket : sockets) {
			round.cancellations.add(socket.emitWithAck(event, compress, round.new Callback()));
		}
		round.settle();
		round.endAfter(timer, time);
	}

	private void endAfter(ScheduledExecutorService timer, Duration time) {
		if (this.ended.get()) {
			return;
		}
		this.timeout = timer.schedule(this::expire, time.toMillis(), TimeUnit.MILLISECONDS);
		if (this.ended.get()) {
			cancelTimeout();
		}
	}

	private void expire() {
		this.cancellations.forEach(Runnable::run);
		end();
	}

	private void settle() {
		if (this.open.decrementAndGet() == 0) {
			end();
		}
	}

	private void end() {
		if (this.ended.compareAndSet(false, true)) {
			cancelTimeout();
			this.listener.end();
		}
	}

	private void cancelTimeout() {
		ScheduledFuture<?> timer = this.timeout;
		if (timer != null) {
			timer.cancel(false);
		}
	}

	/**
	 * Told what comes, on any thread.
	 */
	interface Listener {

		/**
		 * Called first.
		 * @param count how many sockets are asked
		 */
		void asked(int count);

		/**
		 * Called with each ack, perhaps after the end.
		 * @param payload the ack's arguments
		 */
		void ack(JsonPayload payload);

		/**
		 * Called once.
		 */
		void end();

	}

	private final class Callback extends PayloadCallback {

		@Override
		public void onSuccess(JsonPayload payload) {
			try {
				AckRound.this.listener.ack(payload);
			}
			finally {
				settle();
			}
		}

		@Override
		public void onTimeout() {
			settle();
		}

	}

}
