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

package io.github.stickycluster.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.dispatch.ConnectionCounter;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.testkit.RoamingClient;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hundred clients behind a real nginx and a real HAProxy: each has its own address and
 * its whole session on its own worker.
 */
@SpringBootTest(classes = WhoAmIApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=4",
				"sticky-cluster.node-id=node", "sticky-cluster.client-address.trusted-proxies=127.0.0.1",
				"sticky-cluster.client-address.proxy-protocol=optional" })
@Tag("once")
class RealProxyTests {

	private static final int CLIENTS = 100;

	private static final int AT_ONCE = 4;

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private WorkerSelector selector;

	@Autowired
	private Dispatcher dispatcher;

	@TempDir
	private Path directory;

	@Test
	@RequiresExecutable("nginx")
	void behindNginxAHundredClientsShareFourConnections() throws Exception {
		int front = ChildProcess.freePort();
		try (ChildProcess nginx = nginx(front)) {
			assertThat(nginx).isNotNull();
			long before = connections();
			everyClientHasItsAddressAndItsWorker(front);
			assertThat(connections() - before).isBetween(1L, (long) AT_ONCE);
			aWebSocketPasses(front);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "send-proxy", "send-proxy-v2" })
	@RequiresExecutable("haproxy")
	void behindHaproxyEveryClientHasItsAddressAndItsWorker(String way) throws Exception {
		int front = ChildProcess.freePort();
		try (ChildProcess haproxy = haproxy(front, way)) {
			assertThat(haproxy).isNotNull();
			everyClientHasItsAddressAndItsWorker(front);
			aWebSocketPasses(front);
		}
	}

	/**
	 * All clients take a step before one takes the next, so that requests of different
	 * clients follow each other on the proxy's connections.
	 */
	private void everyClientHasItsAddressAndItsWorker(int front) throws Exception {
		Map<String, RoamingClient> clients = new HashMap<>();
		for (int i = 1; i <= CLIENTS; i++) {
			clients.put("127.7.0." + i, new RoamingClient());
		}
		ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
		try {
			inParallel(executor, clients, (source, client) -> {
				client.open(Wire.from(source, front));
				return "";
			});
			inParallel(executor, clients, (source, client) -> {
				client.post(Wire.from(source, front), "40");
				return "";
			});
			inParallel(executor, clients, (source, client) -> client.poll(Wire.from(source, front)));
			for (int round = 0; round < 3; round++) {
				Map<String, String> answers = inParallel(executor, clients, (source, client) -> {
					client.post(Wire.from(source, front), "420[\"whoami\"]");
					return client.poll(Wire.from(source, front));
				});
				for (Map.Entry<String, String> answer : answers.entrySet()) {
					assertThat(answer.getValue()).isEqualTo(WhoAmIApplication.answer(this.selector, answer.getKey()));
				}
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Map<String, String> inParallel(ExecutorService executor, Map<String, RoamingClient> clients,
			Step step) throws Exception {
		List<String> sources = new ArrayList<>(clients.keySet());
		List<Callable<String>> tasks = new ArrayList<>();
		for (String source : sources) {
			tasks.add(() -> step.take(source, clients.get(source)));
		}
		List<Future<String>> done = executor.invokeAll(tasks, 60, TimeUnit.SECONDS);
		Map<String, String> answers = new HashMap<>();
		for (int i = 0; i < sources.size(); i++) {
			answers.put(sources.get(i), done.get(i).get());
		}
		return answers;
	}

	private void aWebSocketPasses(int front) throws Exception {
		try (SocketTestClient client = SocketTestClient.bindToPort(front)
			.from("127.8.0.1")
			.timeout(Duration.ofSeconds(20))
			.connect()) {
			client.emitWithAck("whoami").expect().hasArguments(WhoAmIApplication.arguments(this.selector, "127.8.0.1"));
		}
	}

	private long connections() {
		long connections = 0;
		for (int i = 1; i <= 4; i++) {
			ConnectionCounter counter = this.dispatcher.connections().of("node-" + i);
			connections += counter.routed();
		}
		return connections;
	}

	private ChildProcess nginx(int front) throws IOException {
		Path configuration = Files.writeString(this.directory.resolve("nginx.conf"), """
				daemon off;
				master_process off;
				pid %1$s/nginx.pid;
				error_log stderr warn;
				events {
				}
				http {
					access_log off;
					client_body_temp_path %1$s/body;
					proxy_temp_path %1$s/proxy;
					fastcgi_temp_path %1$s/fastcgi;
					uwsgi_temp_path %1$s/uwsgi;
					scgi_temp_path %1$s/scgi;
					map $http_upgrade $connection_upgrade {
						default upgrade;
						'' '';
					}
					upstream sticky_cluster {
						server 127.0.0.1:%2$d;
						keepalive %3$d;
					}
					server {
						listen 127.0.0.1:%4$d;
						location / {
							proxy_pass http://sticky_cluster;
							proxy_http_version 1.1;
							proxy_set_header Host $http_host;
							proxy_set_header Upgrade $http_upgrade;
							proxy_set_header Connection $connection_upgrade;
							proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
						}
					}
				}
				""".formatted(this.directory, this.port, AT_ONCE, front));
		return ChildProcess.start(this.directory.resolve("nginx.log"), front, "nginx", "-e", "stderr", "-c",
				configuration.toString());
	}

	private ChildProcess haproxy(int front, String way) throws IOException {
		Path configuration = Files.writeString(this.directory.resolve("haproxy.cfg"), """
				defaults
					mode tcp
					timeout connect 5s
					timeout client 60s
					timeout server 60s
				listen sticky_cluster
					bind 127.0.0.1:%d
					server app 127.0.0.1:%d %s
				""".formatted(front, this.port, way));
		return ChildProcess.start(this.directory.resolve("haproxy.log"), front, "haproxy", "-db", "-f",
				configuration.toString());
	}

	/** What one client does. */
	private interface Step {

		String take(String source, RoamingClient client) throws Exception;

	}

}
