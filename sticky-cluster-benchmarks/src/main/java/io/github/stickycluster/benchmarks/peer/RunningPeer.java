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

package io.github.stickycluster.benchmarks.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A peer that serves.
 */
public final class RunningPeer implements AutoCloseable {

	private final Peer peer;

	private final InetSocketAddress address;

	private final boolean tls;

	private final List<ServerProcess> processes;

	RunningPeer(Peer peer, int port, boolean tls, List<ServerProcess> processes) {
		this.peer = peer;
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.tls = tls;
		this.processes = List.copyOf(processes);
	}

	public Peer peer() {
		return this.peer;
	}

	public InetSocketAddress address() {
		return this.address;
	}

	public boolean tls() {
		return this.tls;
	}

	/**
	 * Whether it speaks Socket.IO, not WebSocket alone.
	 */
	public boolean socketIo() {
		return !(this.peer instanceof BarePeer);
	}

	/**
	 * The processor time that all its processes have used, in nanoseconds.
	 */
	public long processorNanos() {
		return ProcessorTime.nanosOf(this.processes.stream().flatMap(ServerProcess::handles));
	}

	/**
	 * The bytes of live objects on its heap, or on the heaps of its processes together.
	 */
	public long heap() throws IOException, InterruptedException {
		return this.processes.get(0).heap();
	}

	@Override
	public void close() {
		this.processes.forEach(ServerProcess::close);
	}

}
