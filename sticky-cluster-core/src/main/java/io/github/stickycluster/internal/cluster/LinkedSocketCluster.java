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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.cluster.NamespaceOperator;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.socketio.ArgumentChecks;
import io.github.stickycluster.internal.socketio.NamespacePattern;
import io.github.stickycluster.internal.socketio.Namespaces;

/**
 * The {@code SocketCluster} on top of a {@link ClusterAdapter}.
 */
public final class LinkedSocketCluster implements SocketCluster {

	private final ClusterAdapter link;

	private final NamespaceOperator everybody;

	/**
	 * Creates the cluster API over workers.
	 * @param link what joins the workers
	 */
	public LinkedSocketCluster(ClusterAdapter link) {
		this.link = link;
		this.everybody = of("/");
	}

	@Override
	public NamespaceOperator of(String namespace) {
		String name = Namespaces.toServerName(ArgumentChecks.present(namespace, "namespace"));
		if (NamespacePattern.isPattern(name)) {
			throw new IllegalArgumentException(
					"'" + namespace + "' is a pattern, of which clients are in no namespace. "
							+ "Write the name of one, or ofAll(\"" + name + "\") for all");
		}
		return new ClusterSelection(this.link, name);
	}

	@Override
	public NamespaceOperator ofAll(String pattern) {
		return new ClusterSelection(this.link,
				NamespacePattern.of(ArgumentChecks.present(pattern, "pattern")).toString());
	}

	@Override
	public String nodeId() {
		return this.link.nodeId();
	}

	@Override
	public Set<String> nodes() {
		return this.link.nodeIds();
	}

	@Override
	public Optional<String> workerOf(UUID socket) {
		return this.link.sockets().workerOf(ArgumentChecks.present(socket, "socket"));
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return this.everybody.to(rooms);
	}

	@Override
	public BroadcastOperator toUser(String... users) {
		return this.everybody.toUser(users);
	}

	@Override
	public BroadcastOperator exceptUser(String... users) {
		return this.everybody.exceptUser(users);
	}

	@Override
	public CompletableFuture<Boolean> isOnline(String user) {
		return this.link.users().isOnline(ArgumentChecks.present(user, "user"));
	}

	@Override
	public CompletableFuture<List<OnlineUser>> fetchUsers() {
		return this.link.users().fetch();
	}

	@Override
	public CompletableFuture<Long> disconnectUser(String user) {
		return this.link.users().disconnect(ArgumentChecks.present(user, "user"));
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return this.everybody.except(rooms);
	}

	@Override
	public BroadcastOperator socket(UUID id) {
		return this.everybody.socket(id);
	}

	@Override
	public BroadcastOperator local() {
		return this.everybody.local();
	}

	@Override
	public NamespaceOperator timeout(Duration timeout) {
		return this.everybody.timeout(timeout);
	}

	@Override
	public BroadcastOperator volatileEvents() {
		return this.everybody.volatileEvents();
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return this.everybody.compress(compress);
	}

	@Override
	public void emit(String event, Object... args) {
		this.everybody.emit(event, args);
	}

	@Override
	public <T> CompletableFuture<Acks<T>> emitWithAck(Class<T> type, String event, Object... args) {
		return this.everybody.emitWithAck(type, event, args);
	}

	@Override
	public CompletableFuture<List<SocketDetails>> fetchSockets() {
		return this.everybody.fetchSockets();
	}

	@Override
	public CompletableFuture<Long> count() {
		return this.everybody.count();
	}

	@Override
	public CompletableFuture<Set<String>> rooms() {
		return this.everybody.rooms();
	}

	@Override
	public void socketsJoin(String... rooms) {
		this.everybody.socketsJoin(rooms);
	}

	@Override
	public void socketsLeave(String... rooms) {
		this.everybody.socketsLeave(rooms);
	}

	@Override
	public void disconnectSockets(boolean close) {
		this.everybody.disconnectSockets(close);
	}

	@Override
	public void serverSideEmit(String event, Object... args) {
		this.everybody.serverSideEmit(event, args);
	}

	@Override
	public <T> CompletableFuture<Acks<T>> serverSideEmitWithAck(Class<T> type, String event, Object... args) {
		return this.everybody.serverSideEmitWithAck(type, event, args);
	}

}
