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

package io.github.stickycluster.test;

import java.util.Map;
import java.util.function.Consumer;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.ClientListeners;
import io.github.stickycluster.internal.nettysocketio.ClientViews;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.TestSettings;

/**
 * A server of this project that does what {@code server.js} does.
 */
record ContractServer(TestServer server) implements AutoCloseable {

	static ContractServer start() {
		return start(
				(settings) -> settings.heartbeat(300, 2_000).engine((engine) -> engine.webSocketCompression(true)));
	}

	static ContractServer start(Consumer<TestSettings> change) {
		return new ContractServer(
				TestServer.start((settings) -> change.accept(settings.workers(2)), ContractServer::listen));
	}

	int port() {
		return this.server.port();
	}

	/**
	 * Returns how many clients the workers have in the main namespace.
	 */
	int clients() {
		return this.server.workers().stream().mapToInt((worker) -> worker.server().getAllClients().size()).sum();
	}

	@Override
	public void close() {
		this.server.close();
	}

	private static void listen(SocketIOServer server) {
		listen((ClientListeners) server);
		listen((ClientListeners) server.addNamespace("/chat"));
		listen((ClientListeners) server.addNamespace("/secure"));
		server.getNamespace("/secure").addAuthTokenListener((token, client) -> isIn(token));
	}

	private static void listen(ClientListeners namespace) {
		Class<?>[] four = { Object.class, Object.class, Object.class, Object.class };
		namespace.addMultiTypeEventListener("echo", (client, args, ack) -> ack.sendAckData(args.getArgs()), four);
		namespace.addMultiTypeEventListener("back",
				(client, args, ack) -> client.sendEvent(args.first(), args.getArgs().subList(1, args.size()).toArray()),
				four);
		namespace.addEventListener("ask", Object.class,
				(client, question, ack) -> client.sendEvent("question", new Answer(client), question));
		namespace.addEventListener("put-out", Object.class, (client, data, ack) -> client.disconnect());
		namespace.addEventListener("hang-up", Object.class,
				(client, data, ack) -> ClientViews.socket(client).closeSession());
		namespace.addEventListener("address", Object.class,
				(client, data, ack) -> ack.sendAckData(client.getHandshakeData().getAddress().getHostString()));
		namespace.addEventListener("handshake", Object.class, (client, data, ack) -> {
			HandshakeData handshake = client.getHandshakeData();
			ack.sendAckData(Map.of("header", handshake.getHttpHeaders().get("X-Test"), "query",
					handshake.getSingleUrlParam("color"), "address", handshake.getAddress().getHostString()));
		});
	}

	private static AuthTokenResult isIn(Object token) {
		return (token instanceof Map<?, ?> map && "letmein".equals(map.get("token")))
				? AuthTokenResult.AuthTokenResultSuccess : new AuthTokenResult(false, "Who are you?");
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
