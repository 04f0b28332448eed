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

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the replies of this node and of the other nodes. Thread-safe.
 *
 * @param <T> the answers' type
 */
final class ReplyCollector<T> implements AckRound.Listener, Nodes.Asker {

	private static final Logger logger = LoggerFactory.getLogger(ReplyCollector.class);

	private final LimitedLog limited;

	private final SocketIoJson json;

	private final Type type;

	private final List<@Nullable Object> values = new ArrayList<>();

	private final Set<String> told = new HashSet<>();

	private Set<String> silent = Set.of();

	private int asked;

	/** This node's and the others'. */
	private int open = 2;

	private final CompletableFuture<Acks<T>> result = new CompletableFuture<>();

	ReplyCollector(SocketIoJson json, Class<T> type, LimitedLog limited) {
		this.limited = limited;
		this.json = json;
		this.type = type;
	}

	CompletableFuture<Acks<T>> result() {
		return this.result;
	}

	@Override
	public synchronized void asked(int count) {
		this.asked += count;
	}

	@Override
	public void ack(JsonPayload payload) {
		Object value;
		try {
			value = this.json.convert(this.json.read(payload).path(0), this.type);
		}
		catch (RuntimeException | Error ex) {
			// The type is the application's, and the thread the bus's or a worker's.
			this.limited.warn(this.type,
					() -> "An ack does not match the requested type " + this.type.getTypeName() + " ("
							+ ex.getClass().getSimpleName()
							+ "); it counts as missing. The log level DEBUG shows each case");
			logger.debug("An ack does not fit {}", this.type, ex);
			return;
		}
		synchronized (this) {
			this.values.add(value);
		}
	}

	@Override
	public void part(String node, MessageReader part) {
		synchronized (this) {
			this.told.add(node);
			this.asked += (int) part.number();
		}
		part.list(part::payload).forEach(this::ack);
	}

	@Override
	public void end() {
		finish();
	}

	@Override
	public void alone() {
		finish();
	}

	@Override
	public void end(Set<String> nodes) {
		synchronized (this) {
			this.silent = nodes;
		}
		finish();
	}

	@SuppressWarnings("unchecked")
	private synchronized void finish() {
		if (--this.open > 0) {
			return;
		}
		Set<String> untold = new HashSet<>(this.silent);
		untold.removeAll(this.told);
		Acks<T> acks = new Acks<>((List<T>) this.values, Math.max(0, this.asked - this.values.size()), untold);
		this.result.completeAsync(() -> acks);
	}

}
