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
import java.util.List;

import io.github.stickycluster.benchmarks.server.BareServer;
import io.github.stickycluster.internal.transport.IoTransport;
import org.jspecify.annotations.Nullable;

/**
 * Netty's WebSocket codec alone.
 *
 * @param name the peer's name
 * @param transport its kind of sockets and event loops
 */
record BarePeer(String name, IoTransport transport) implements Peer {

	@Override
	public String description() {
		return "Netty's WebSocket handlers echoing frames, no Socket.IO: the limit"
				+ ((this.transport == IoTransport.IO_URING) ? " of io_uring" : "");
	}

	@Override
	public @Nullable String missing() {
		Throwable cause = this.transport.unavailabilityCause();
		return (cause != null) ? this.transport + " does not work here" : null;
	}

	@Override
	public RunningPeer start(Site site) throws IOException, InterruptedException {
		int port = Site.freePort();
		ServerProcess server = ServerProcess.start(site.log(this.name), site.java(BareServer.class,
				List.of(Integer.toString(port), Integer.toString(site.threads()), this.transport.name())));
		server.awaitPort(port);
		return new RunningPeer(this, port, false, List.of(server));
	}

}
