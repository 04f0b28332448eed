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

package io.github.stickycluster.internal.fork;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.WorkerProcess;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.socketio.Transport;

/**
 * A worker of this node in a JVM of its own, as that JVM has last described it.
 * Thread-safe.
 */
public final class ForkedWorker implements OwnWorker, WorkerProcess {

	private static final Description NOTHING = new Description(0, 0, 0, 0, Map.of(), 0, 0, 0, KeptMemory.NONE, 0, 0, 0);

	private final String id;

	private final double weight;

	private final String host;

	private final WorkerStatistics statistics;

	private final AtomicLong gcMillis = new AtomicLong();

	private volatile long pid;

	private volatile Description description = NOTHING;

	private volatile RemoteWorker remote;

	/**
	 * Creates a worker that has not been described yet.
	 * @param id the worker's id, which is its node's as well
	 * @param weight how large a share of the new sessions it takes, above 0
	 * @param host where its internal port is: an IP address
	 * @param statistics what it has done, kept over its restarts
	 */
	public ForkedWorker(String id, double weight, String host, WorkerStatistics statistics) {
		this.id = id;
		this.weight = weight;
		this.host = host;
		this.statistics = statistics;
		this.remote = remote(NOTHING);
	}

	private RemoteWorker remote(Description described) {
		return new RemoteWorker(this.id, this.id, new InetSocketAddress(this.host, described.port()), this.weight,
				described.sessions(), described.load());
	}

	/**
	 * Takes another process in place of the last one.
	 * @param pid its process id
	 */
	public void runsIn(long pid) {
		this.pid = pid;
		describe(NOTHING);
	}

	/**
	 * Notes that the process has ended.
	 */
	public void ended() {
		describe(NOTHING);
	}

	/**
	 * Takes what the process says of itself.
	 * @param described the description
	 */
	public void describe(Description described) {
		this.gcMillis.addAndGet(Math.max(0, described.gcMillis() - this.description.gcMillis()));
		this.remote = remote(described);
		this.description = described;
	}

	@Override
	public RemoteWorker relayTarget() {
		return this.remote;
	}

	@Override
	public WorkerProcess process() {
		return this;
	}

	@Override
	public long pid() {
		return this.pid;
	}

	@Override
	public long heapUsed() {
		return this.description.heapUsed();
	}

	@Override
	public long heapMax() {
		return this.description.heapMax();
	}

	/**
	 * Returns what the process said last.
	 * @return the description; all zero before the first
	 */
	public Description description() {
		return this.description;
	}

	@Override
	public long gcMillis() {
		return this.gcMillis.get();
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String node() {
		return this.id;
	}

	@Override
	public int port() {
		int port = this.description.port();
		return (port > 0) ? port : -1;
	}

	@Override
	public int sessions() {
		return this.description.sessions();
	}

	@Override
	public double weight() {
		return this.weight;
	}

	@Override
	public int load() {
		return this.description.load();
	}

	@Override
	public WorkerStatistics statistics() {
		return this.statistics;
	}

	@Override
	public long sessions(EngineIoVersion version, Transport transport) {
		return this.description.sessionsByKind().getOrDefault(Description.kind(version, transport), 0L);
	}

	@Override
	public long pendingBytes() {
		return this.description.pendingBytes();
	}

	@Override
	public KeptMemory keptMemory() {
		return this.description.keptMemory();
	}

	@Override
	public long pendingCalls() {
		return this.description.pendingCalls();
	}

	@Override
	public int madeNamespaces() {
		return this.description.madeNamespaces();
	}

	@Override
	public String toString() {
		return this.id;
	}

	/**
	 * What a worker's process says of itself.
	 *
	 * @param port the worker's internal port, or 0 for none
	 * @param sessions how many sessions it holds
	 * @param load how many sessions it has to carry
	 * @param connections open connections that it was given
	 * @param sessionsByKind the sessions by protocol and transport, see {@link #kind}
	 * @param pendingBytes bytes that wait for clients to read them
	 * @param pendingCalls calls of listeners that wait or run
	 * @param madeNamespaces namespaces in use that were made for clients by a pattern
	 * @param keptMemory what clients make it keep
	 * @param heapUsed bytes of the heap in use
	 * @param heapMax most bytes that the heap may take
	 * @param gcMillis time that garbage collection has taken since the process started,
	 * in milliseconds
	 */
	public record Description(int port, int sessions, int load, int connections, Map<String, Long> sessionsByKind,
			long pendingBytes, long pendingCalls, int madeNamespaces, KeptMemory keptMemory, long heapUsed,
			long heapMax, long gcMillis) {

		public Description {
			sessionsByKind = Map.copyOf(sessionsByKind);
		}

		/**
		 * Names a kind of sessions.
		 * @param version their protocol
		 * @param transport their transport
		 * @return such as {@code 4 websocket}
		 */
		public static String kind(EngineIoVersion version, Transport transport) {
			return version.getValue() + " " + transport.getValue();
		}

	}

}
