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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.internal.cluster.Nodes.Question;
import io.github.stickycluster.internal.cluster.Nodes.Reply;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.jspecify.annotations.Nullable;

/**
 * Queries and commands for the users of the cluster, in all namespaces. Thread-safe.
 */
final class ClusterUsers {

	private static final int OFFLINE = 0;

	private static final int ONLINE = 1;

	private static final int UNKNOWN = 2;

	private final String nodeId;

	private final LocalSockets sockets;

	private final ClusterRequests requests;

	private volatile @Nullable Presence presence;

	ClusterUsers(String nodeId, LocalSockets sockets, ClusterRequests requests) {
		this.nodeId = nodeId;
		this.sockets = sockets;
		this.requests = requests;
	}

	/**
	 * Asks the owners of users from now on, and not all nodes.
	 */
	void ask(Presence presence) {
		this.presence = presence;
	}

	CompletableFuture<Boolean> isOnline(String user) {
		if (this.sockets.hasUser(user)) {
			return CompletableFuture.completedFuture(true);
		}
		Presence present = this.presence;
		return (present != null) ? askOwner(present, user) : askAll(user);
	}

	private CompletableFuture<Boolean> askAll(String user) {
		return count(List.of(user)).thenApply((counts) -> !counts.isEmpty());
	}

	private CompletableFuture<Boolean> askOwner(Presence presence, String user) {
		return presence.ownerOf(user)
			.thenCompose((owner) -> owner.equals(this.nodeId) ? presence.answer(user) : askOwner(owner, user))
			.thenCompose((answer) -> (answer != null) ? CompletableFuture.completedFuture(answer) : askAll(user));
	}

	// An owner that leaves meanwhile does not answer.
	private CompletableFuture<@Nullable Boolean> askOwner(String owner, String user) {
		AtomicReference<@Nullable Boolean> answer = new AtomicReference<>();
		return this.requests
			.ask(owner, Question.ONLINE, BroadcastOperator.DEFAULT_TIMEOUT, (message) -> message.text(user),
					(node, part) -> answer.set(read(part)))
			.thenApply((done) -> answer.get());
	}

	private static @Nullable Boolean read(MessageReader part) {
		return switch ((int) part.number()) {
			case OFFLINE -> false;
			case ONLINE -> true;
			default -> null;
		};
	}

	CompletableFuture<List<OnlineUser>> fetch() {
		return leaving().thenCombine(count(List.of()), (leaving, counts) -> {
			leaving.forEach((user) -> counts.putIfAbsent(user, 0));
			List<OnlineUser> users = new ArrayList<>(counts.size());
			counts.forEach((user, count) -> users.add(new OnlineUser(user, count)));
			return List.copyOf(users);
		});
	}

	/** The users that this node owns and that are without a socket, but not offline. */
	private CompletableFuture<List<String>> leaving() {
		Presence present = this.presence;
		return (present != null) ? present.leaving() : CompletableFuture.completedFuture(List.of());
	}

	/**
	 * Counts sockets by user.
	 * @param names the users; all if there is none
	 */
	private CompletableFuture<Map<String, Integer>> count(List<String> names) {
		Map<String, Integer> counts = new ConcurrentHashMap<>(countHere(names));
		return this.requests
			.ask(null, Question.USERS, BroadcastOperator.DEFAULT_TIMEOUT, (message) -> message.texts(names),
					(node, part) -> read(part, counts))
			.thenApply((done) -> counts);
	}

	private Map<String, Integer> countHere(List<String> names) {
		Map<String, Integer> counts = new ConcurrentHashMap<>();
		for (String user : (names.isEmpty()) ? this.sockets.users() : names) {
			int count = this.sockets.ofUser(user).size();
			if (count > 0) {
				counts.put(user, count);
			}
		}
		return counts;
	}

	private static void read(MessageReader part, Map<String, Integer> counts) {
		while (part.hasMore()) {
			counts.merge(part.text(), (int) part.number(), Integer::sum);
		}
	}

	CompletableFuture<Long> disconnect(String user) {
		AtomicLong count = new AtomicLong(disconnectHere(user));
		return this.requests
			.ask(null, Question.DISCONNECT_USER, BroadcastOperator.DEFAULT_TIMEOUT, (message) -> message.text(user),
					(node, part) -> count.addAndGet(part.number()))
			.thenApply((done) -> count.get());
	}

	private long disconnectHere(String user) {
		List<SocketIoSocket> all = this.sockets.ofUser(user);
		all.forEach(SocketIoSocket::closeSession);
		return all.size();
	}

	/**
	 * Answers another node.
	 */
	void respond(Question question, MessageReader body, Reply reply) {
		switch (question) {
			case DISCONNECT_USER -> {
				long count = disconnectHere(body.text());
				reply.last((message) -> message.number(count));
			}
			case ONLINE -> replyOnline(body.text(), reply);
			default -> {
				List<String> names = List.copyOf(body.texts());
				if (names.isEmpty()) {
					leaving().thenAccept((leaving) -> replyCounts(names, leaving, reply));
				}
				else {
					replyCounts(names, List.of(), reply);
				}
			}
		}
	}

	private void replyOnline(String user, Reply reply) {
		Presence present = this.presence;
		if (present == null) {
			reply.last((message) -> message.number(UNKNOWN));
			return;
		}
		present.answer(user).thenAccept((answer) -> {
			int code = (answer != null) ? (answer ? ONLINE : OFFLINE) : UNKNOWN;
			reply.last((message) -> message.number(code));
		});
	}

	private void replyCounts(List<String> names, List<String> leaving, Reply reply) {
		MessageWriter[] part = { new MessageWriter() };
		Map<String, Integer> counts = countHere(names);
		leaving.forEach((user) -> counts.putIfAbsent(user, 0));
		counts.forEach((user, count) -> {
			part[0].text(user).number(count);
			if (part[0].size() >= SocketDescriptions.PART_BYTES) {
				byte[] full = part[0].toBytes();
				reply.part((message) -> message.part(full));
				part[0] = new MessageWriter();
			}
		});
		reply.last((message) -> message.part(part[0].toBytes()));
	}

}
