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
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.benchmarks.server.ClusterServer;

/**
 * Our cluster: one worker of one thread for each thread of the others, all checks and
 * meters on.
 *
 * @param name the peer's name
 * @param kind what is special about it, for people
 * @param tls whether its port has TLS
 * @param options properties, as arguments
 */
record ClusterPeer(String name, String kind, boolean tls, List<String> options) implements Peer {

	ClusterPeer(String name, String kind, String... options) {
		this(name, kind, false, List.of(options));
	}

	static ClusterPeer withTls(String name, String kind, String provider, String... options) {
		List<String> all = new ArrayList<>(List.of(options));
		all.add("--sticky-cluster.ssl.provider=" + provider);
		return new ClusterPeer(name, kind, true, all);
	}

	@Override
	public String description() {
		return "this project through its dispatcher" + this.kind;
	}

	@Override
	public RunningPeer start(Site site) throws IOException, InterruptedException {
		int port = Site.freePort();
		List<String> arguments = new ArrayList<>();
		arguments.add("--spring.main.banner-mode=off");
		arguments.add("--spring.main.web-application-type=none");
		arguments.add("--sticky-cluster.address=127.0.0.1");
		arguments.add("--sticky-cluster.port=" + port);
		arguments.add("--sticky-cluster.node-id=benchmark");
		arguments.add("--sticky-cluster.workers.count=" + site.threads());
		arguments.add("--sticky-cluster.socket-io.allowed-origins=http://benchmark.example");
		arguments.addAll(this.options);
		if (this.tls) {
			Certificate certificate = Certificate.in(site.directory());
			arguments.add("--sticky-cluster.ssl.bundle=benchmark");
			arguments.add("--spring.ssl.bundle.pem.benchmark.keystore.certificate=" + certificate.chain());
			arguments.add("--spring.ssl.bundle.pem.benchmark.keystore.private-key=" + certificate.key());
		}
		ServerProcess server = ServerProcess.start(site.log(this.name), site.java(ClusterServer.class, arguments));
		server.awaitPort(port);
		return new RunningPeer(this, port, this.tls, List.of(server));
	}

}
