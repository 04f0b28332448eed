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

package io.github.stickycluster.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.testkit.EnableStickyCluster;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * An application in a process of its own that writes down, at its end, what its listener
 * was told: the messages with their workers, and the reasons for which clients left.
 */
public final class TerminatedApplication {

	private TerminatedApplication() {
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	static class Application {

		@Bean
		Listener listener(SocketCluster cluster) {
			return new Listener(cluster);
		}

	}

	static class Listener implements DisposableBean {

		private final Queue<String> told = new ConcurrentLinkedQueue<>();

		private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

		private final SocketCluster cluster;

		Listener(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("store")
		void store(SocketIOClient client, AckRequest ack, String message) {
			this.told.add(message + " " + this.cluster.workerOf(client.getSessionId()).orElseThrow());
			ack.sendAckData(true);
		}

		@OnDisconnect
		void disconnected(DisconnectReason reason) {
			this.reasons.add(reason.toString());
		}

		@OnEvent("block")
		@SuppressWarnings("ThreadPriorityCheck")
		void block(SocketIOClient client) {
			this.told.add("block " + this.cluster.workerOf(client.getSessionId()).orElseThrow());
			CountDownLatch never = new CountDownLatch(1);
			while (true) {
				try {
					never.await();
				}
				catch (InterruptedException ex) {
					// A listener that cannot be stopped.
				}
			}
		}

		@EventListener
		void readiness(AvailabilityChangeEvent<ReadinessState> event) {
			System.out.println("READINESS " + event.getState());
		}

		@Override
		public void destroy() throws Exception {
			Files.write(Path.of(System.getProperty("told")), List.copyOf(this.told));
			Files.write(Path.of(System.getProperty("reasons")), List.copyOf(this.reasons));
		}

	}

}
