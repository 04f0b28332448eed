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

package io.github.stickycluster.benchmarks.server;

import java.io.IOException;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.channel.epoll.Epoll;

/**
 * netty-socketio as it comes, on one port with a number of event loop threads.
 */
public final class StockServer {

	private static final int BACKLOG = 4_096;

	private StockServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port, the number of threads, and whether epoll takes the place of
	 * the JDK's selectors, which are the default
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		Configuration configuration = new Configuration();
		configuration.setHostname("127.0.0.1");
		configuration.setPort(Integer.parseInt(args[0]));
		configuration.setBossThreads(1);
		configuration.setWorkerThreads(Integer.parseInt(args[1]));
		configuration.setUseLinuxNativeEpoll(Boolean.parseBoolean(args[2]) && Epoll.isAvailable());
		configuration.setOrigin("http://benchmark.example");
		configuration.getSocketConfig().setAcceptBackLog(BACKLOG);
		SocketIOServer server = new SocketIOServer(configuration);
		listen(server);
		server.start();
		Control.serve();
	}

	private static void listen(SocketIOServer server) {
		server.addEventListener("echo", String.class, (client, text, ack) -> client.sendEvent("echo", text));
		server.addEventListener("object", Item.class, (client, item, ack) -> client.sendEvent("object", item));
		server.addEventListener("binary", byte[].class, (client, bytes, ack) -> client.sendEvent("binary", bytes));
		server.addEventListener("join", String.class, (client, room, ack) -> {
			client.joinRoom(room);
			client.sendEvent("joined", room);
		});
		server.addEventListener("broadcast", String.class,
				(client, text, ack) -> server.getRoomOperations("crowd").sendEvent("news", text));
	}

}
