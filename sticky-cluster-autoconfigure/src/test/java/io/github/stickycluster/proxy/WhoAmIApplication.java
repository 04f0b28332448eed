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

import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.testkit.EnableStickyCluster;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells a client its worker and its address.
 */
@Configuration(proxyBeanMethods = false)
@EnableStickyCluster
class WhoAmIApplication {

	@Bean
	Listener listener(SocketCluster cluster) {
		return new Listener(cluster);
	}

	/**
	 * What a polling client with the address is told, wherever the answer comes from.
	 */
	static String answer(WorkerSelector selector, String address) throws Exception {
		Object[] arguments = arguments(selector, address);
		return "430[\"" + arguments[0] + "\",\"" + arguments[1] + "\"]";
	}

	/**
	 * What a client with the address is told, as the arguments of the ack.
	 */
	static Object[] arguments(WorkerSelector selector, String address) throws Exception {
		InetAddress client = InetAddress.getByName(address);
		return new Object[] { selector.forClient(client).id(), client.getHostAddress() };
	}

	static class Listener {

		private final SocketCluster cluster;

		Listener(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("whoami")
		void whoami(SocketIOClient client, AckRequest ack) {
			InetSocketAddress address = client.getHandshakeData().getAddress();
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElseThrow(),
					address.getAddress().getHostAddress());
		}

	}

}
