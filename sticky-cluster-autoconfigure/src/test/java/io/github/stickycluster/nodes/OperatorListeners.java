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

package io.github.stickycluster.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.cluster.NamespaceOperator;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.socketio.SocketNamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Does with the cluster what an {@link Operator} asks for, in a namespace of its own.
 */
@SocketNamespace("/operate")
class OperatorListeners implements DisposableBean {

	private static final long TALK_EVERY_MS = 5;

	private final ScheduledExecutorService talking = Executors.newSingleThreadScheduledExecutor();

	private final Queue<String> notes = new ConcurrentLinkedQueue<>();

	private final AtomicInteger said = new AtomicInteger();

	private final String node;

	private final SocketCluster cluster;

	private @Nullable ScheduledFuture<?> talk;

	OperatorListeners(String node, SocketCluster cluster) {
		this.node = node;
		this.cluster = cluster;
	}

	@OnEvent("do")
	void operate(AckRequest ack, Instruction instruction) {
		perform(instruction).whenComplete((result, failure) -> ack
			.sendAckData((failure != null) ? Map.of("error", failure.toString()) : Map.of("result", result)));
	}

	private CompletableFuture<?> perform(Instruction instruction) {
		BroadcastOperator selected = select(instruction);
		Object[] args = instruction.args().toArray();
		String[] rooms = instruction.args().stream().map(String::valueOf).toArray(String[]::new);
		return switch (instruction.call()) {
			case "emit" -> done(() -> selected.emit(instruction.event(), args));
			case "emitWithAck" ->
				selected.emitWithAck(instruction.event(), args).thenApply(OperatorListeners::describe);
			case "fetchSockets" ->
				selected.fetchSockets().thenApply((all) -> all.stream().map(OperatorListeners::describe).toList());
			case "count" -> selected.count();
			case "rooms" -> selected.rooms();
			case "socketsJoin" -> done(() -> selected.socketsJoin(rooms));
			case "socketsLeave" -> done(() -> selected.socketsLeave(rooms));
			case "disconnectSockets" -> done(() -> selected.disconnectSockets(instruction.flag()));
			case "serverSideEmit" -> done(() -> operators().serverSideEmit(instruction.event(), args));
			case "serverSideEmitWithAck" -> operators().serverSideEmitWithAck(Object.class, instruction.event(), args)
				.thenApply(OperatorListeners::describe);
			case "notes" -> CompletableFuture.completedFuture(List.copyOf(this.notes));
			case "talk" -> done(this::talk);
			case "hush" -> CompletableFuture.completedFuture(hush());
			default -> CompletableFuture.failedFuture(new IllegalArgumentException(instruction.call()));
		};
	}

	private NamespaceOperator operators() {
		return this.cluster.of("/operate");
	}

	private BroadcastOperator select(Instruction instruction) {
		BroadcastOperator selected = (instruction.socket() != null) ? this.cluster.socket(instruction.socket())
				: namespace(instruction.namespace());
		if (!instruction.to().isEmpty()) {
			selected = selected.to(instruction.to().toArray(String[]::new));
		}
		selected = selected.except(instruction.except().toArray(String[]::new))
			.timeout(Duration.ofMillis(instruction.timeout()));
		selected = (instruction.local()) ? selected.local() : selected;
		return (instruction.flag()) ? selected.volatileEvents().compress(false) : selected;
	}

	private NamespaceOperator namespace(String name) {
		return name.contains("{") ? this.cluster.ofAll(name) : this.cluster.of(name);
	}

	@OnServerEvent("sum")
	String sum(List<Integer> numbers, byte[] bytes) {
		return this.node + (numbers.stream().mapToInt(Integer::intValue).sum() + bytes[0]);
	}

	@OnServerEvent("note")
	void note(String text) {
		this.notes.add(text);
	}

	private synchronized void talk() {
		this.talk = this.talking.scheduleAtFixedRate(
				() -> this.cluster.emit("news", this.node, this.said.incrementAndGet()), 0, TALK_EVERY_MS,
				TimeUnit.MILLISECONDS);
	}

	private synchronized int hush() {
		if (this.talk != null) {
			this.talk.cancel(false);
		}
		// After what is being said: it takes the same thread.
		return CompletableFuture.supplyAsync(this.said::get, this.talking).join();
	}

	@Override
	public void destroy() {
		this.talking.shutdownNow();
	}

	private static CompletableFuture<String> done(Runnable action) {
		action.run();
		return CompletableFuture.completedFuture("done");
	}

	private static Map<String, Object> describe(Acks<?> answers) {
		return Map.of("values", answers.values(), "missing", answers.missing(), "silent", answers.silentNodes());
	}

	private static Map<String, Object> describe(SocketDetails socket) {
		return Map.of("id", socket.id(), "node", socket.node(), "worker", socket.worker(), "rooms", socket.rooms(),
				"name", String.valueOf(socket.data().get("name")), "address",
				socket.handshake().address().getHostString());
	}

	/**
	 * What an operator asks for.
	 *
	 * @param call the method of the cluster API
	 * @param namespace the namespace, or a pattern
	 * @param to the rooms
	 * @param except the rooms left out
	 * @param socket the one socket, or null for all
	 * @param local whether only this node is meant
	 * @param timeout how long answers are waited for, in milliseconds
	 * @param flag whether connections are closed, too, and whether events are volatile
	 * and uncompressed
	 * @param event the event's name
	 * @param args the event's arguments, or the rooms to join or leave
	 */
	record Instruction(String call, String namespace, List<String> to, List<String> except, @Nullable UUID socket,
			boolean local, int timeout, boolean flag, @Nullable String event, List<Object> args) {

	}

}
