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

package io.github.stickycluster.web;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.WorkerStateChangedEvent;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shutdown of an application that has a web server, too.
 */
class WebShutdownTests {

	private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

	private static final String READINESS = "/actuator/health/readiness";

	@Test
	void readinessGoesDownFirstAndThePortRefusesNewSessionsWhileTheLastOneEnds() throws Exception {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "sticky-cluster.port=0",
					"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
					"sticky-cluster.workers.disconnect-window=0", "sticky-cluster.web.forward=true")
			.run();
		Observer observer = context.getBean(Observer.class);
		int port = context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
		try (RawWebSocket last = RawWebSocket.open(port, "/socket.io/?EIO=4&transport=websocket")) {
			last.text();
			last.send("40").text();
			last.send("420[\"ask\"]");
			AckRequest owed = observer.owed.get(10, TimeUnit.SECONDS);
			assertThat(status(port, HANDSHAKE)).isEqualTo(200);
			assertThat(status(port, READINESS)).isEqualTo(200);
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			await().until(() -> observer.seen.contains(WorkerState.DRAINING));
			assertThat(observer.seen).containsSubsequence(ReadinessState.REFUSING_TRAFFIC, WorkerState.DRAINING)
				.containsOnlyOnce(ReadinessState.REFUSING_TRAFFIC);
			await().untilAsserted(() -> assertThat(status(port, HANDSHAKE)).isEqualTo(503));
			assertThat(status(port, READINESS)).isIn(502, 503);
			assertThat(closing).isNotDone();
			owed.sendAckData("answer");
			assertThat(last.text()).isEqualTo("430[\"answer\"]");
			closing.get(20, TimeUnit.SECONDS);
		}
	}

	private static int status(int port, String target) {
		Wire wire = Wire.to(port);
		int status = wire.exchange(HttpRequest.get(target)).status();
		wire.close();
		return status;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Observer observer() {
			return new Observer();
		}

		@Bean
		SocketIoServerCustomizer manualAcks() {
			return new SocketIoServerCustomizer() {

				@Override
				public void customize(com.corundumstudio.socketio.Configuration configuration, String workerId) {
					configuration.setAckMode(AckMode.MANUAL);
				}

			};
		}

	}

	static class Observer {

		private final List<Object> seen = new CopyOnWriteArrayList<>();

		private final CompletableFuture<AckRequest> owed = new CompletableFuture<>();

		@OnEvent("ask")
		void ask(AckRequest ack) {
			this.owed.complete(ack);
		}

		@EventListener
		void readiness(AvailabilityChangeEvent<ReadinessState> event) {
			this.seen.add(event.getState());
		}

		@EventListener
		void worker(WorkerStateChangedEvent event) {
			if (event.getTo() != null) {
				this.seen.add(event.getTo());
			}
		}

	}

}
