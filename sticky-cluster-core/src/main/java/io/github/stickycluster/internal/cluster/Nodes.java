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

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.cluster.membership.Membership;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages and queries to the other nodes. Thread-safe.
 */
final class Nodes {

	private static final int PART = 0;

	private static final int LAST = 1;

	private static final int REFUSED = 2;

	private final String nodeId;

	private final ClusterBus bus;

	private final Membership membership;

	private final ScheduledExecutorService timer;

	private final AtomicLong ids;

	private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

	/**
	 * Creates the other nodes.
	 * @param nodeId this node's id
	 * @param lastId the id after which those of requests begin
	 */
	Nodes(String nodeId, ClusterBus bus, Membership membership, ScheduledExecutorService timer, long lastId) {
		this.nodeId = nodeId;
		this.ids = new AtomicLong(lastId);
		this.bus = bus;
		this.membership = membership;
		this.timer = timer;
		membership.addLeaveListener((node) -> this.pending.values().forEach((request) -> request.ends(node)));
		membership.watch(this::awaited);
	}

	private Set<String> awaited() {
		Set<String> awaited = new HashSet<>();
		this.pending.values().forEach((request) -> awaited.addAll(request.waiting));
		return awaited;
	}

	/**
	 * Sends a message to all other nodes.
	 */
	void tell(MessageWriter message) {
		this.bus.publish(message.toBytes());
	}

	/**
	 * Sends a message to the other nodes that may have selected clients.
	 */
	void tell(BroadcastTarget selection, Supplier<MessageWriter> message) {
		String holder = holder(selection);
		if (holder == null) {
			tell(message.get());
		}
		else if (!holder.equals(this.nodeId)) {
			this.bus.send(holder, message.get().toBytes());
		}
	}

	/**
	 * Returns the only node that can hold what is selected, or {@code null} if it is not
	 * known.
	 */
	@Nullable String holder(@Nullable BroadcastTarget selection) {
		UUID socket = (selection != null) ? selection.socket() : null;
		return (socket != null) ? this.membership.nodeOf(socket) : null;
	}

	/**
	 * Asks the other nodes that are there.
	 * @param only the id of the only one that is asked, or {@code null} for all
	 * @param question what is asked
	 * @param timeout how long answers are waited for
	 * @param body writes the question's details
	 * @param asker takes what comes
	 */
	void ask(@Nullable String only, Question question, Duration timeout, Consumer<MessageWriter> body, Asker asker) {
		Set<String> nodes = this.membership.nodes();
		if (only != null) {
			nodes = nodes.contains(only) ? Set.of(only) : Set.of();
		}
		if (nodes.isEmpty()) {
			asker.alone();
			return;
		}
		long id = this.ids.incrementAndGet();
		Pending request = new Pending(id, question, nodes, asker);
		this.pending.put(id, request);
		MessageWriter message = new MessageWriter(Kind.REQUEST).number(id)
			.number(question.code())
			.number(timeout.toMillis());
		body.accept(message);
		if (only != null) {
			this.bus.send(only, message.toBytes());
		}
		else {
			tell(message);
		}
		request.endAfter(timeout);
		// Those who left before they were waited for.
		Set<String> still = this.membership.nodes();
		nodes.stream().filter((node) -> !still.contains(node)).forEach(request::ends);
	}

	/**
	 * Takes a request of another node, which waits for members alone.
	 * @param node who asks
	 * @param body the message
	 * @param responder answers it
	 */
	void onRequest(String node, ByteBuffer body, Responder responder) {
		if (!this.membership.isMember()) {
			return;
		}
		MessageReader reader = new MessageReader(body);
		long id = reader.number();
		Question question = Question.of(reader.number());
		Duration timeout = Duration.ofMillis(reader.number());
		if (question == null) {
			this.bus.send(node, new MessageWriter(Kind.RESPONSE).number(id).number(REFUSED).toBytes());
			return;
		}
		responder.respond(question, timeout, reader, new Reply(node, id));
	}

	/**
	 * Takes an answer of another node.
	 * @param node who answers
	 * @param body the message
	 */
	void onResponse(String node, ByteBuffer body) {
		MessageReader reader = new MessageReader(body);
		Pending request = this.pending.get(reader.number());
		if (request != null) {
			request.on(node, reader.number(), reader);
		}
	}

	/**
	 * The kinds of queries; their codes are part of the message format.
	 */
	enum Question {

		COUNT(1, true), FETCH(2, true), ROOMS(3, true), EMIT_WITH_ACK(4, true), SERVER_EVENT(5, true), USERS(6, false),
		DISCONNECT_USER(7, false), ONLINE(8, false);

		private final int code;

		private final boolean necessary;

		Question(int code, boolean necessary) {
			this.code = code;
			this.necessary = necessary;
		}

		/**
		 * Returns whether every node has something to answer: a node that does not know
		 * the question lacks else what it asks for.
		 */
		boolean isNecessary() {
			return this.necessary;
		}

		int code() {
			return this.code;
		}

		static @Nullable Question of(long code) {
			for (Question question : values()) {
				if (question.code == code) {
					return question;
				}
			}
			return null;
		}

	}

	/**
	 * Who asked, and takes what comes.
	 */
	interface Asker {

		/**
		 * Called with an answer or a part of it, on a thread of the bus.
		 */
		void part(String node, MessageReader part);

		/**
		 * Called on the caller's thread, and nothing else is, when there is nobody to
		 * ask.
		 */
		void alone();

		/**
		 * Called once, when all nodes have answered in full or are gone, or at the
		 * timeout.
		 * @param silent the nodes that are there and have not answered in full
		 */
		void end(Set<String> silent);

	}

	/**
	 * Answers other nodes' requests.
	 */
	@FunctionalInterface
	interface Responder {

		void respond(Question question, Duration timeout, MessageReader body, Reply reply);

	}

	/**
	 * The way back to who asked.
	 */
	final class Reply {

		private final String node;

		private final long id;

		private Reply(String node, long id) {
			this.node = node;
			this.id = id;
		}

		void part(Consumer<MessageWriter> body) {
			send(PART, body);
		}

		void last(Consumer<MessageWriter> body) {
			send(LAST, body);
		}

		private void send(int status, Consumer<MessageWriter> body) {
			MessageWriter message = new MessageWriter(Kind.RESPONSE).number(this.id).number(status);
			body.accept(message);
			Nodes.this.bus.send(this.node, message.toBytes());
		}

	}

	/**
	 * A request that is waiting for answers.
	 */
	private final class Pending {

		private final long id;

		private final Question question;

		private final Set<String> waiting = ConcurrentHashMap.newKeySet();

		private final Set<String> refusing = ConcurrentHashMap.newKeySet();

		private final Asker asker;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile @Nullable ScheduledFuture<?> timeout;

		Pending(long id, Question question, Set<String> nodes, Asker asker) {
			this.id = id;
			this.question = question;
			this.waiting.addAll(nodes);
			this.asker = asker;
		}

		void endAfter(Duration time) {
			this.timeout = Nodes.this.timer.schedule(this::end, time.toMillis(), TimeUnit.MILLISECONDS);
			if (this.ended.get()) {
				cancelTimeout();
			}
		}

		void on(String node, long status, MessageReader body) {
			if (!this.waiting.contains(node)) {
				return;
			}
			if (status == REFUSED && this.question.isNecessary()) {
				this.refusing.add(node);
			}
			else if (status != REFUSED) {
				this.asker.part(node, body);
			}
			if (status != PART) {
				ends(node);
			}
		}

		void ends(String node) {
			if (this.waiting.remove(node) && this.waiting.isEmpty()) {
				end();
			}
		}

		private void end() {
			if (this.ended.compareAndSet(false, true)) {
				Nodes.this.pending.remove(this.id);
				cancelTimeout();
				Set<String> silent = ConcurrentHashMap.newKeySet();
				silent.addAll(this.waiting);
				silent.addAll(this.refusing);
				this.asker.end(Set.copyOf(silent));
			}
		}

		private void cancelTimeout() {
			ScheduledFuture<?> timer = this.timeout;
			if (timer != null) {
				timer.cancel(false);
			}
		}

	}

}
