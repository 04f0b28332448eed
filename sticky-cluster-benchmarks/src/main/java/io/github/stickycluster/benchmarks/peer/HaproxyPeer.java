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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * HAProxy that hashes client addresses, in front of as many stock servers of one thread
 * as the others have threads.
 */
record HaproxyPeer(String name, boolean tls) implements Peer {

	@Override
	public String description() {
		return "HAProxy by source address " + (this.tls ? "with TLS by OpenSSL " : "")
				+ "in front of netty-socketio servers";
	}

	@Override
	public @Nullable String missing() {
		return (Executables.find("haproxy") != null) ? null : "haproxy is not installed";
	}

	@Override
	public RunningPeer start(Site site) throws IOException, InterruptedException {
		int port = Site.freePort();
		List<ServerProcess> processes = new ArrayList<>();
		StringBuilder servers = new StringBuilder();
		for (int i = 1; i <= site.threads(); i++) {
			int serverPort = Site.freePort();
			processes.add(StockPeer.serve(site, this.name + "-stock-" + i, serverPort, 1, true));
			servers.append("  server stock").append(i).append(" 127.0.0.1:").append(serverPort).append('\n');
		}
		Path file = site.directory().resolve(this.name + ".cfg");
		Files.writeString(file, configuration(site, port, servers.toString()));
		String executable = Objects.requireNonNull(Executables.find("haproxy")).toString();
		ServerProcess proxy = ServerProcess.start(site.log(this.name),
				List.of(executable, "-db", "-f", file.toString()));
		processes.add(proxy);
		proxy.awaitPort(port);
		return new RunningPeer(this, port, this.tls, processes);
	}

	private String configuration(Site site, int port, String servers) throws IOException {
		String certificate = this.tls ? " ssl crt " + Certificate.in(site.directory()).both() : "";
		return """
				global
				  nbthread %d
				  maxconn 8000
				defaults
				  mode http
				  timeout connect 5s
				  timeout client 60s
				  timeout server 60s
				  timeout tunnel 1h
				frontend public
				  bind 127.0.0.1:%d backlog 4096%s
				  default_backend servers
				backend servers
				  balance source
				  hash-type consistent
				%s""".formatted(site.threads(), port, certificate, servers);
	}

}
