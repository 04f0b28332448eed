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

import io.github.stickycluster.benchmarks.server.StockServer;

/**
 * Stock netty-socketio: one server, no dispatcher.
 */
record StockPeer(String name, boolean epoll) implements Peer {

	@Override
	public String description() {
		return this.epoll ? "the same with epoll switched on, as it is by default in this project"
				: "netty-socketio 2.0.14 as it comes, one server, direct";
	}

	@Override
	public RunningPeer start(Site site) throws IOException, InterruptedException {
		int port = Site.freePort();
		return new RunningPeer(this, port, false, List.of(serve(site, this.name, port, site.threads(), this.epoll)));
	}

	static ServerProcess serve(Site site, String name, int port, int threads, boolean epoll)
			throws IOException, InterruptedException {
		List<String> arguments = List.of(Integer.toString(port), Integer.toString(threads), Boolean.toString(epoll));
		ServerProcess server = ServerProcess.start(site.log(name), site.java(StockServer.class, arguments));
		server.awaitPort(port);
		return server;
	}

}
