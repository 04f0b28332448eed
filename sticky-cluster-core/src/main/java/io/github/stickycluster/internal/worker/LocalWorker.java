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

package io.github.stickycluster.internal.worker;

import java.util.Collection;
import java.util.UUID;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.engineio.EngineIoServer;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.internal.socketio.ListenerCalls;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.internal.socketio.SocketIoNamespace;
import io.github.stickycluster.internal.socketio.UserSockets;
import io.github.stickycluster.socketio.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A worker in this JVM.
 */
public final class LocalWorker implements OwnWorker {

	private final String id;

	private final String node;

	private final WorkerServer server;

	private final SocketIoJson json;

	private final UserSockets users;

	private final WorkerStatistics statistics;

	private final double weight;

	private final @Nullable ListenerCalls calls;

	private final ServerMemory memory;

	LocalWorker(String id, String node, WorkerServer server, SocketIoJson json, UserSockets users,
			WorkerStatistics statistics, double weight, @Nullable ListenerCalls calls, ServerMemory memory) {
		this.id = id;
		this.node = node;
		this.server = server;
		this.json = json;
		this.users = users;
		this.statistics = statistics;
		this.weight = weight;
		this.calls = calls;
		this.memory = memory;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String node() {
		return this.node;
	}

	@Override
	public int port() {
		return this.server.boundPort();
	}

	@Override
	public int sessions() {
		return engine().sessionCount();
	}

	@Override
	public long sessions(EngineIoVersion version, Transport transport) {
		return engine().stats().sessions(version, transport);
	}

	@Override
	public long pendingBytes() {
		return engine().pendingBytes();
	}

	@Override
	public KeptMemory keptMemory() {
		return engine().keptMemory();
	}

	@Override
	public double weight() {
		return this.weight;
	}

	@Override
	public int load() {
		return engine().load();
	}

	@Override
	public WorkerStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Returns what the worker's payloads are written with.
	 * @return the worker's JSON
	 */
	public SocketIoJson json() {
		return this.json;
	}

	/**
	 * Returns the worker's netty-socketio server.
	 * @return the server
	 */
	public SocketIOServer server() {
		return this.server;
	}

	/**
	 * Finds the worker's namespaces of a name.
	 * @param name the name, as the server names it, or a pattern
	 * @return the namespace, or all that were made by the pattern
	 */
	public Collection<SocketIoNamespace> namespaces(String name) {
		return this.server.namespaces().find(name);
	}

	/**
	 * Returns the worker's sockets by user.
	 * @return the sockets in all namespaces
	 */
	public UserSockets users() {
		return this.users;
	}

	@Override
	public int madeNamespaces() {
		return this.server.namespaces().made();
	}

	@Override
	public long pendingCalls() {
		return (this.calls != null) ? this.calls.pending() : 0;
	}

	public ServerMemory memory() {
		return this.memory;
	}

	public WorkerServer workerServer() {
		return this.server;
	}

	/**
	 * Returns the event loop for the next connection.
	 * @return one of this worker's loops, in turn
	 */
	public EventLoop nextLoop() {
		return this.server.nextLoop();
	}

	/**
	 * Tells the worker of a connection that is to live on one of its loops, so that it
	 * ends well before the loop does.
	 * @param connection the connection
	 */
	public void track(Channel connection) {
		this.server.track(connection);
	}

	/**
	 * Runs a task on one of the worker's loops, always the same: at once if the caller is
	 * on it, so that what one thread does stays in order.
	 * @param task what to run; quick, and must not block
	 */
	public void execute(Runnable task) {
		EventLoop loop = this.server.firstLoop();
		if (loop.inEventLoop()) {
			task.run();
		}
		else if (!loop.isShuttingDown()) {
			loop.execute(task);
		}
	}

	/**
	 * Returns what answers the requests that are routed to this worker.
	 * @return the Engine.IO server
	 */
	public EngineIoServer engine() {
		return this.server.engine();
	}

	/**
	 * Returns whether a socket is of this worker.
	 * @param socket the socket's id, in any namespace
	 * @return whether it is connected here
	 */
	public boolean holds(UUID socket) {
		return this.server.namespaces().all().stream().anyMatch((namespace) -> namespace.getClient(socket) != null);
	}

	@Override
	public String toString() {
		return this.id;
	}

}
