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

package io.github.stickycluster.internal.autoconfigure;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.github.stickycluster.actuate.StickyClusterHealthIndicator;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.MemberRefusal;
import io.github.stickycluster.internal.worker.MemberRefusals;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.worker.WorkerState;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Nodes without workers and nodes without a dispatcher, with TLS between them or a
 * secret.
 */
class NodeKindsTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "tls, openssl", "secret, jdk", "both, jdk" })
	void aDispatcherServesTheWorkersOfAnotherNode(String proof, String provider) {
		Certificates authority = Certificates.of("cluster");
		try (RunningApplication workers = start(authority, proof, "sticky-cluster.node-id=workers",
				"sticky-cluster.role=workers", "sticky-cluster.workers.count=2",
				"sticky-cluster.ssl.provider=" + provider);
				RunningApplication dispatcher = start(authority, proof, "sticky-cluster.node-id=dispatcher",
						"sticky-cluster.role=dispatcher")) {
			assertThat(workers.bean(StickyClusterHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			assertThat(workers.context().getBeansOfType(Dispatcher.class)).isEmpty();
			assertThat(dispatcher.bean(StickyClusterHealthIndicator.class).health().getStatus()).isEqualTo(Status.DOWN);
			Wire alone = Wire.to(dispatcher.port());
			assertThat(alone.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).status()).isEqualTo(503);
			alone.close();
			introduce(workers, dispatcher);
			assertThat(dispatcher.bean(StickyClusterHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			for (ClientTransport transport : ClientTransport.values()) {
				try (SocketTestClient client = SocketTestClient.bindToPort(dispatcher.port())
					.transport(transport)
					.timeout(Duration.ofSeconds(20))
					.connect()) {
					client.emitWithAck("echo", "hello").expect().hasArguments("hello");
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "openssl" })
	void aWorkersPortIsForThoseWithACertificateOfTheCluster(String provider) {
		Certificates authority = Certificates.of("cluster");
		try (RunningApplication workers = start(authority, "tls", "sticky-cluster.node-id=workers",
				"sticky-cluster.role=workers", "sticky-cluster.ssl.provider=" + provider)) {
			int port = workers.bean(WorkerRegistry.class).localWorkers().get(0).port();
			MemberRefusals refused = workers.bean(InternalPorts.class).refused();
			assertThat(ask(authority.client(authority.issue("node")), port)).isEqualTo(200);
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ask(authority.client(null), port));
			await().until(() -> refused.count(MemberRefusal.TLS) == 1);
			X509Bundle stranger = Certificates.of("elsewhere").issue("stranger");
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> ask(authority.insistentClient(stranger), port));
			await().until(() -> refused.count(MemberRefusal.TLS) == 2);
		}
	}

	private static int ask(SSLContext client, int port) {
		try (Wire wire = Wire.to(port).startTls(client)) {
			return wire.get("/socket.io/?EIO=4&transport=polling").status();
		}
	}

	@Test
	void aNodeRefusesWorkersWithoutACertificateOfTheCluster() {
		Certificates authority = Certificates.of("cluster");
		try (RunningApplication workers = start(authority, "tls", "sticky-cluster.node-id=workers");
				RunningApplication stranger = start(Certificates.of("elsewhere"), "tls",
						"sticky-cluster.node-id=stranger", "sticky-cluster.role=dispatcher")) {
			introduce(workers, stranger);
			Wire wire = Wire.to(stranger.port());
			assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).status()).isEqualTo(502);
			wire.close();
			await().until(() -> workers.bean(InternalPorts.class).refused().count(MemberRefusal.TLS) > 0);
		}
	}

	private RunningApplication start(Certificates authority, String proof, String... properties) {
		String name = properties[0].substring(properties[0].indexOf('=') + 1);
		List<String> all = new ArrayList<>(List.of(properties));
		if (!proof.equals("tls")) {
			all.add("sticky-cluster.internal.secret=sixteen characters or more");
		}
		if (!proof.equals("secret")) {
			authority.writeAuthority(this.folder.resolve(name + "-authority.crt"));
			Certificates.write(this.folder, name, authority.issue(name));
			all.add("sticky-cluster.internal.ssl.bundle=cluster");
			all.add("spring.ssl.bundle.pem.cluster.keystore.certificate=" + this.folder.resolve(name + ".crt"));
			all.add("spring.ssl.bundle.pem.cluster.keystore.private-key=" + this.folder.resolve(name + ".key"));
			all.add("spring.ssl.bundle.pem.cluster.truststore.certificate="
					+ this.folder.resolve(name + "-authority.crt"));
		}
		all.add("server.shutdown=immediate");
		return RunningApplication.start(all.toArray(String[]::new));
	}

	static void introduce(RunningApplication workers, RunningApplication to) {
		List<RoutingTable.Entry> entries = new ArrayList<>();
		for (LocalWorker worker : workers.bean(WorkerRegistry.class).localWorkers()) {
			InetSocketAddress address = new InetSocketAddress(workers.bean(InternalPorts.class).advertised(),
					worker.port());
			entries.add(new RoutingTable.Entry(new RemoteWorker(worker.id(), worker.node(), address, 1, 0, 0),
					WorkerState.UP));
		}
		to.bean(WorkerRegistry.class).putNode("workers", entries);
	}

}
