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

package io.github.stickycluster.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.ClientListeners;
import io.github.stickycluster.internal.dispatch.TlsSettings;
import io.github.stickycluster.internal.nettysocketio.ClientViews;
import io.github.stickycluster.testkit.TestServer;

/**
 * The server the clients talk to: it echoes, asks, floods, and writes down the numbers it
 * gets from each client.
 */
final class InteropServer implements AutoCloseable {

	private final Map<SocketIOClient, List<Integer>> numbers = new ConcurrentHashMap<>();

	private final TestServer server;

	private final String scheme;

	InteropServer() {
		this.server = TestServer.start(this::listen);
		this.scheme = "http";
	}

	InteropServer(TlsSettings tls) {
		this.server = TestServer.start((settings) -> settings.tls(tls), this::listen);
		this.scheme = "https";
	}

	int port() {
		return this.server.port();
	}

	String url() {
		return this.scheme + "://127.0.0.1:" + port();
	}

	SocketIOServer io() {
		return this.server.server();
	}

	/**
	 * Takes the numbers received from each client that sent some, in order.
	 * @return the lists, which are forgotten here
	 */
	List<List<Integer>> takeNumbers() {
		List<List<Integer>> taken = List.copyOf(this.numbers.values());
		this.numbers.clear();
		return taken;
	}

	private void listen(SocketIOServer io) {
		listen((ClientListeners) io);
		listen((ClientListeners) io.addNamespace("/chat"));
		io.getNamespace("/chat")
			.addAuthTokenListener(
					(token, client) -> (token instanceof Map<?, ?> map && "secret".equals(map.get("token")))
							? AuthTokenResult.AuthTokenResultSuccess : new AuthTokenResult(false, "Not authorized"));
	}

	private void listen(ClientListeners namespace) {
		Class<?>[] four = { Object.class, Object.class, Object.class, Object.class };
		namespace.addMultiTypeEventListener("echo", (client, args, ack) -> {
			client.sendEvent("echoed", args.getArgs().toArray());
			ack.sendAckData(args.getArgs());
		}, four);
		namespace.addEventListener("n", Integer.class, (client, number, ack) -> {
			this.numbers.computeIfAbsent(client, (key) -> Collections.synchronizedList(new ArrayList<>())).add(number);
			client.sendEvent("n", number);
		});
		namespace.addEventListener("flood", Integer.class, (client, count, ack) -> {
			for (int i = 0; i < count; i++) {
				client.sendEvent("f", i);
			}
		});
		namespace.addEventListener("bye", Object.class, (client, data, ack) -> client.disconnect());
		namespace.addEventListener("farewell", Object.class, (client, data, ack) -> {
			ack.sendAckData("kept");
			ClientViews.socket(client).closeSession();
		});
		namespace.addEventListener("ask", Object.class,
				(client, text, ack) -> client.sendEvent("question", new Answer(client), text));
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * Sends the answer back.
	 */
	private static final class Answer extends AckCallback<Object> {

		private final SocketIOClient client;

		private Answer(SocketIOClient client) {
			super(Object.class);
			this.client = client;
		}

		@Override
		public void onSuccess(Object result) {
			this.client.sendEvent("answered", result);
		}

	}

}
