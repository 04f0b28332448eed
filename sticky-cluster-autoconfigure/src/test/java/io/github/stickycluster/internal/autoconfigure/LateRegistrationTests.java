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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterPortInfoApplicationContextInitializer;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application adds to a running server is there again after its worker's restart.
 */
class LateRegistrationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new StickyClusterPortInfoApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.node-id=late",
				"sticky-cluster.workers.count=1", "sticky-cluster.workers.disconnect-window=0s");

	@Test
	void keepsWhatIsAddedToARunningServerOverRestarts() {
		this.runner.withBean(Servers.class).run((context) -> {
			List<String> heard = new CopyOnWriteArrayList<>();
			SocketIOServer server = context.getBean(Servers.class).byWorker.get("late-1");
			server.addConnectListener((client) -> heard.add("connect"));
			server.addNamespace("/tenant").addEventListener("late", String.class, (client, data, ack) -> {
				heard.add(data);
				ack.sendAckData("late " + data);
			});
			server.addNamespace("/empty");
			server.addNamespace("/gone").addEventListener("late", String.class, (client, data, ack) -> {
			});
			server.removeNamespace("/gone");
			server.removeNamespace("/early");
			server.removeAllListeners("early");
			server.addEventListener("again", String.class, (client, data, ack) -> heard.add("first"));
			server.removeAllListeners("again");
			server.addEventListener("again", String.class, (client, data, ack) -> heard.add("second"));
			for (int restart = 1; restart <= 2; restart++) {
				heard.clear();
				context.getBean(WorkerOperations.class).restart("late-1").get(20, TimeUnit.SECONDS);
				SocketIOServer present = context.getBean(Servers.class).byWorker.get("late-1");
				assertThat(present).isNotSameAs(server);
				assertThat(present.getAllNamespaces()).extracting("name")
					.containsExactlyInAnyOrder("", "/tenant", "/empty");
				talk(context, heard);
			}
		});
	}

	private static void talk(ApplicationContext context, List<String> heard) {
		int port = context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
		SocketTestClientBuilder client = SocketTestClient.bindToPort(port).timeout(Duration.ofSeconds(20));
		try (SocketTestClient main = client.connect();
				SocketTestClient tenant = client.namespace("/tenant").connect()) {
			tenant.emitWithAck("late", "a").expect().hasArguments("late a");
			main.emit("early", "x");
			main.emit("again", "x");
			await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder("connect", "a", "second"));
		}
	}

	static class Servers implements SocketIoServerCustomizer {

		private final Map<String, SocketIOServer> byWorker = new ConcurrentHashMap<>();

		@Override
		public void customize(SocketIOServer server, String workerId) {
			server.addNamespace("/early");
			this.byWorker.put(workerId, server);
		}

		@OnEvent("early")
		void early(String text) {
			throw new AssertionError("removed");
		}

	}

}
