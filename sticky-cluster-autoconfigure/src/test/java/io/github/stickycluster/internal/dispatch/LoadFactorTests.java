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

package io.github.stickycluster.internal.dispatch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterPortInfoApplicationContextInitializer;
import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.internal.balance.BoundedLoad;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testkit.TestDefaults;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Many sessions of one address: with a load factor they spread, without one they do not.
 */
class LoadFactorTests {

	private static final int SESSIONS = 1000;

	/** Event loops that decide at the same moment do not know of each other's session. */
	private static final int AT_ONCE = 3;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new StickyClusterPortInfoApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=4", "sticky-cluster.node-id=node", "server.shutdown=immediate");

	@Test
	void noWorkerIsFilledAboveTheFactorAllAtOnce() {
		this.runner.withPropertyValues("sticky-cluster.routing.load-factor=1.25").run((context) -> {
			openSessions(context);
			assertThat(sessions(context)).allSatisfy((sessions) -> assertThat(sessions)
				.isLessThanOrEqualTo((int) Math.ceil(1.25 * SESSIONS / 4) + AT_ONCE));
			assertThat(sessions(context).stream().mapToInt(Integer::intValue).sum()).isEqualTo(SESSIONS);
			RoutedRequests routed = context.getBean(Dispatcher.class).routed();
			assertThat(routed.count(RoutingOutcome.OVERFLOW)).isBetween(SESSIONS / 2L, (long) SESSIONS);
			assertThat(routed.count(RoutingOutcome.ADDRESS) + routed.count(RoutingOutcome.OVERFLOW))
				.isEqualTo(SESSIONS);
		});
	}

	@Test
	void withoutTheFactorOneAddressMeetsOneWorker() {
		this.runner.run((context) -> {
			openSessions(context);
			assertThat(sessions(context)).containsExactlyInAnyOrder(0, 0, 0, SESSIONS);
			RoutedRequests routed = context.getBean(Dispatcher.class).routed();
			assertThat(routed.count(RoutingOutcome.ADDRESS)).isEqualTo(SESSIONS);
			assertThat(routed.count(RoutingOutcome.OVERFLOW)).isZero();
		});
	}

	@Test
	void aNodesWeightIsThatOfItsWorkers() {
		this.runner.withPropertyValues("sticky-cluster.workers.weight=3")
			.run((context) -> assertThat(context.getBean(WorkerRegistry.class).localWorkers()).hasSize(4)
				.extracting(LocalWorker::weight)
				.containsOnly(3.0));
	}

	@Test
	void theWorkersOfNodesOfOtherWeightsShareTheLoadAccordingly() {
		WorkerRegistry registry = new WorkerRegistry();
		WorkerSelector selector = new WorkerSelector(registry, TestDefaults.CLIENT_KEY, new BoundedLoad(1),
				RoutingScope.CLUSTER);
		Map<String, Integer> loads = new HashMap<>();
		for (int i = 0; i < 400; i++) {
			report(registry, "small", 1, loads);
			report(registry, "large", 3, loads);
			loads.merge(Objects.requireNonNull(selector.forClient(InetAddress.getLoopbackAddress())).id(), 1,
					Integer::sum);
		}
		assertThat(loads).containsOnly(entry("small-1", 100), entry("large-1", 300));
	}

	private static void report(WorkerRegistry registry, String node, double weight, Map<String, Integer> loads) {
		String worker = node + "-1";
		int load = loads.getOrDefault(worker, 0);
		registry.putNode(node, List.of(new RoutingTable.Entry(
				new RemoteWorker(worker, node, InetSocketAddress.createUnresolved("peer", 1), weight, load, load),
				WorkerState.UP)));
	}

	private static void openSessions(ApplicationContext context) {
		int port = context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
		URI handshake = URI.create("http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling");
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		// In waves, so that neither side runs out of descriptors, but many at a time.
		for (int wave = 0; wave < SESSIONS; wave += 100) {
			List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				answers.add(client.sendAsync(HttpRequest.newBuilder(handshake).build(),
						HttpResponse.BodyHandlers.ofString()));
			}
			answers.forEach(
					(answer) -> assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join().statusCode()).isEqualTo(200));
		}
	}

	private static List<Integer> sessions(ApplicationContext context) {
		return context.getBean(WorkerRegistry.class).localWorkers().stream().map(LocalWorker::sessions).toList();
	}

}
