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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.ClusterTimeoutException;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.cluster.Nodes.Question;
import io.github.stickycluster.internal.cluster.Nodes.Reply;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Queries this node's sockets and the other nodes, and replies to queries of other nodes.
 * Thread-safe.
 */
final class ClusterRequests {

	private final String nodeId;

	private final LocalSockets sockets;

	private final Nodes nodes;

	private final ServerEvents serverEvents;

	private final SocketIoJson json;

	private final SocketDescriptions descriptions;

	private final ScheduledExecutorService timer;

	private final ClusterUsers users;

	private final LimitedLog limited = new LimitedLog(LoggerFactory.getLogger(ReplyCollector.class));

	ClusterRequests(String nodeId, LocalSockets sockets, Nodes nodes, ServerEvents serverEvents, SocketIoJson json,
			ScheduledExecutorService timer) {
		this.nodeId = nodeId;
		this.sockets = sockets;
		this.nodes = nodes;
		this.serverEvents = serverEvents;
		this.json = json;
		this.descriptions = new SocketDescriptions(json);
		this.timer = timer;
		this.users = new ClusterUsers(nodeId, sockets, this);
	}

	ClusterUsers users() {
		return this.users;
	}

	CompletableFuture<Long> count(BroadcastTarget selection, BroadcastFlags emission) {
		AtomicLong count = new AtomicLong(this.sockets.count(selection));
		return ask(Question.COUNT, selection, emission, (node, part) -> count.addAndGet(part.number()))
			.thenApply((done) -> count.get());
	}

	CompletableFuture<Set<String>> rooms(BroadcastTarget selection, BroadcastFlags emission) {
		Set<String> rooms = ConcurrentHashMap.newKeySet();
		rooms.addAll(this.sockets.rooms(selection));
		return ask(Question.ROOMS, selection, emission, (node, part) -> rooms.addAll(part.texts()))
			.thenApply((done) -> Set.copyOf(rooms));
	}

	CompletableFuture<List<SocketDetails>> fetch(BroadcastTarget selection, BroadcastFlags emission) {
		List<SocketDetails> found = Collections.synchronizedList(new ArrayList<>());
		for (byte[] part : this.descriptions.write(this.sockets, selection)) {
			found.addAll(this.descriptions.read(new MessageReader(ByteBuffer.wrap(part)), selection, this.nodeId));
		}
		return ask(Question.FETCH, selection, emission,
				(node, part) -> found.addAll(this.descriptions.read(part, selection, node)))
			.thenApply((done) -> List.copyOf(found));
	}

	private CompletableFuture<@Nullable Void> ask(Question question, BroadcastTarget selection, BroadcastFlags emission,
			BiConsumer<String, MessageReader> parts) {
		if (emission.local()) {
			return CompletableFuture.completedFuture(null);
		}
		return ask(this.nodes.holder(selection), question, emission.timeout(),
				(message) -> message.selection(selection), parts);
	}

	/**
	 * Asks the other nodes.
	 * @param only the id of the only node that is asked, or {@code null} for all
	 * @return completes when all have replied
	 */
	CompletableFuture<@Nullable Void> ask(@Nullable String only, Question question, Duration timeout,
			Consumer<MessageWriter> body, BiConsumer<String, MessageReader> parts) {
		CompletableFuture<@Nullable Void> replied = new CompletableFuture<>();
		this.nodes.ask(only, question, timeout, body, new Nodes.Asker() {

			@Override
			public void part(String node, MessageReader part) {
				parts.accept(node, part);
			}

			@Override
			public void alone() {
				replied.complete(null);
			}

			@Override
			public void end(Set<String> silent) {
				if (silent.isEmpty()) {
					replied.completeAsync(() -> null);
				}
				else {
					replied.completeAsync(() -> {
						throw new ClusterTimeoutException(silent);
					});
				}
			}

		});
		return replied;
	}

	<T> CompletableFuture<Acks<T>> emitWithAck(Class<T> type, BroadcastTarget selection, BroadcastFlags emission,
			JsonPayload event) {
		ReplyCollector<T> replies = new ReplyCollector<>(this.json, type, this.limited);
		if (emission.local()) {
			replies.alone();
		}
		else {
			this.nodes.ask(this.nodes.holder(selection), Question.EMIT_WITH_ACK, emission.timeout(),
					(message) -> message.number(emission.flags()).selection(selection).payload(event), replies);
		}
		emitWithAckHere(selection, emission, event, replies);
		return replies.result();
	}

	private void emitWithAckHere(BroadcastTarget selection, BroadcastFlags emission, JsonPayload event,
			AckRound.Listener listener) {
		AckRound.start(this.sockets.list(selection), event, emission.compress(), this.timer, emission.timeout(),
				listener);
	}

	<T> CompletableFuture<Acks<T>> askServers(Class<T> type, String namespace, Duration timeout, JsonPayload event) {
		ReplyCollector<T> replies = new ReplyCollector<>(this.json, type, this.limited);
		replies.end();
		this.nodes.ask(null, Question.SERVER_EVENT, timeout, (message) -> message.text(namespace).payload(event),
				replies);
		return replies.result();
	}

	/**
	 * Answers another node.
	 */
	void respond(Question question, Duration timeout, MessageReader body, Reply reply) {
		switch (question) {
			case COUNT -> {
				long count = this.sockets.count(body.selection());
				reply.last((message) -> message.number(count));
			}
			case ROOMS -> {
				Set<String> rooms = this.sockets.rooms(body.selection());
				reply.last((message) -> message.texts(rooms));
			}
			case FETCH -> {
				for (byte[] part : this.descriptions.write(this.sockets, body.selection())) {
					reply.part((message) -> message.part(part));
				}
				reply.last((message) -> {
				});
			}
			case EMIT_WITH_ACK -> {
				BroadcastFlags emission = BroadcastFlags.of(body.number()).withTimeout(timeout);
				emitWithAckHere(body.selection(), emission, body.payload(), new ReplyStream(reply, this.timer));
			}
			case SERVER_EVENT ->
				this.serverEvents.on(body.text(), body.payload(), (answer) -> reply.last(serverReply(answer)));
			case USERS, DISCONNECT_USER, ONLINE -> this.users.respond(question, body, reply);
		}
	}

	private static Consumer<MessageWriter> serverReply(@Nullable JsonPayload answer) {
		return (message) -> {
			message.number(1).flag(answer != null);
			if (answer != null) {
				message.payload(answer);
			}
		};
	}

}
