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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.cluster.NamespaceOperator;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.socketio.ArgumentChecks;

/**
 * A selection of the cluster's clients, and the operations on it.
 *
 * @param link reaches them
 * @param selection who is meant
 * @param emission how
 */
record ClusterSelection(ClusterAdapter link, BroadcastTarget selection,
		BroadcastFlags emission) implements NamespaceOperator {

	ClusterSelection(ClusterAdapter link, String namespace) {
		this(link, BroadcastTarget.all(namespace), BroadcastFlags.DEFAULT);
	}

	private ClusterSelection with(BroadcastTarget selection) {
		return new ClusterSelection(this.link, selection, this.emission);
	}

	private ClusterSelection with(BroadcastFlags emission) {
		return new ClusterSelection(this.link, this.selection, emission);
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return with(this.selection.to(ArgumentChecks.someRooms(rooms)));
	}

	@Override
	public BroadcastOperator toUser(String... users) {
		return with(this.selection.to(ArgumentChecks.someUserRooms(users)));
	}

	@Override
	public BroadcastOperator exceptUser(String... users) {
		return with(this.selection.except(ArgumentChecks.userRooms(users)));
	}

	@Override
	public BroadcastOperator socket(UUID id) {
		return with(this.selection.one(ArgumentChecks.present(id, "id")));
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return with(this.selection.except(ArgumentChecks.rooms(rooms)));
	}

	@Override
	public BroadcastOperator local() {
		return with(this.emission.here());
	}

	@Override
	public NamespaceOperator timeout(Duration timeout) {
		if (ArgumentChecks.present(timeout, "timeout").isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("The timeout must be above 0, but is " + timeout);
		}
		return with(this.emission.withTimeout(timeout));
	}

	@Override
	public BroadcastOperator volatileEvents() {
		return with(this.emission.withLoss());
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return with(this.emission.withCompression(compress));
	}

	@Override
	public void emit(String event, Object... args) {
		this.link.emit(this.selection, this.emission, this.link.write(event, args));
	}

	@Override
	public <T> CompletableFuture<Acks<T>> emitWithAck(Class<T> type, String event, Object... args) {
		return this.link.questions()
			.emitWithAck(ArgumentChecks.present(type, "type"), this.selection, this.emission,
					this.link.write(event, args));
	}

	@Override
	public CompletableFuture<List<SocketDetails>> fetchSockets() {
		return this.link.questions().fetch(this.selection, this.emission);
	}

	@Override
	public CompletableFuture<Long> count() {
		return this.link.questions().count(this.selection, this.emission);
	}

	@Override
	public CompletableFuture<Set<String>> rooms() {
		return this.link.questions().rooms(this.selection, this.emission);
	}

	@Override
	public void socketsJoin(String... rooms) {
		command(Command.JOIN, ArgumentChecks.rooms(rooms));
	}

	@Override
	public void socketsLeave(String... rooms) {
		command(Command.LEAVE, ArgumentChecks.rooms(rooms));
	}

	@Override
	public void disconnectSockets(boolean close) {
		command((close) ? Command.CLOSE : Command.DISCONNECT, Set.of());
	}

	private void command(Command command, Set<String> rooms) {
		this.link.command(this.selection, command, this.emission.local(), rooms);
	}

	@Override
	public void serverSideEmit(String event, Object... args) {
		this.link.emitToServers(this.selection.namespace(), this.link.write(event, args));
	}

	@Override
	public <T> CompletableFuture<Acks<T>> serverSideEmitWithAck(Class<T> type, String event, Object... args) {
		return this.link.questions()
			.askServers(ArgumentChecks.present(type, "type"), this.selection.namespace(), this.emission.timeout(),
					this.link.write(event, args));
	}

}
