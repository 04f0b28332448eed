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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.socketio.JsonPayload;

/**
 * Sends the acks of this node's sockets to the requesting node in batches: early enough
 * for its timeout, and without a message for each ack. Thread-safe.
 */
final class ReplyStream implements AckRound.Listener {

	private static final int FLUSH_MILLIS = 20;

	private final Nodes.Reply reply;

	private final ScheduledExecutorService timer;

	private List<JsonPayload> batch = new ArrayList<>();

	private int bytes;

	private boolean scheduled;

	private boolean ended;

	ReplyStream(Nodes.Reply reply, ScheduledExecutorService timer) {
		this.reply = reply;
		this.timer = timer;
	}

	@Override
	public synchronized void asked(int count) {
		this.reply.part((message) -> message.number(count).number(0));
	}

	@Override
	public synchronized void ack(JsonPayload payload) {
		if (this.ended) {
			return;
		}
		this.batch.add(payload);
		this.bytes += payload.size();
		if (this.bytes >= SocketDescriptions.PART_BYTES) {
			this.reply.part(this::writeBatch);
		}
		else if (!this.scheduled) {
			this.scheduled = true;
			this.timer.schedule(this::flush, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void flush() {
		this.scheduled = false;
		if (!this.ended && !this.batch.isEmpty()) {
			this.reply.part(this::writeBatch);
		}
	}

	@Override
	public synchronized void end() {
		this.ended = true;
		this.reply.last(this::writeBatch);
	}

	private void writeBatch(MessageWriter message) {
		message.number(0).number(this.batch.size());
		this.batch.forEach(message::payload);
		this.batch = new ArrayList<>();
		this.bytes = 0;
	}

}
