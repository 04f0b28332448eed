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

package io.github.stickycluster.starter;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.SocketCluster;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A chat that {@link WithoutActuatorTests} starts in a JVM of its own.
 */
public final class ActuatorlessApplication {

	private ActuatorlessApplication() {
	}

	public static void main(String[] args) {
		String port = SpringApplication.run(Application.class, args)
			.getEnvironment()
			.getProperty("local.sticky-cluster.port");
		System.out.println("READY " + port);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Chat chat(SocketCluster cluster) {
			return new Chat(cluster);
		}

	}

	/**
	 * Passes on what one says, and answers with the worker of who said it.
	 */
	static class Chat {

		private final SocketCluster cluster;

		Chat(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("say")
		void say(SocketIOClient client, String text, AckRequest ack) {
			this.cluster.emit("said", text);
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElse("none"));
		}

	}

}
