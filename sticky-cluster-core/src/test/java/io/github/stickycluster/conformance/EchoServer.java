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

package io.github.stickycluster.conformance;

import java.util.function.Consumer;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.ClientListeners;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.TestSettings;

/**
 * A server whose namespaces "/" and "/custom" send back what they receive.
 */
final class EchoServer {

	private EchoServer() {
	}

	static TestServer start() {
		return start((settings) -> {
		});
	}

	static TestServer start(Consumer<TestSettings> settings) {
		return TestServer.start(settings, EchoServer::listen);
	}

	static void listen(SocketIOServer server) {
		listen((ClientListeners) server);
		listen((ClientListeners) server.addNamespace("/custom"));
	}

	private static void listen(ClientListeners namespace) {
		Class<?>[] four = { Object.class, Object.class, Object.class, Object.class };
		namespace.addMultiTypeEventListener("message",
				(client, args, ack) -> client.sendEvent("message-back", args.getArgs().toArray()), four);
		namespace.addMultiTypeEventListener("message-with-ack", (client, args, ack) -> ack.sendAckData(args.getArgs()),
				four);
		namespace.addEventListener("silent", Object.class, (client, data, ack) -> {
		});
		namespace.addEventListener("bye", Object.class, (client, data, ack) -> client.disconnect());
		namespace.addEventListener("to-all", Object.class, (client, data, ack) -> all(client.getNamespace(), data));
		namespace.addEventListener("ask", Object.class,
				(client, data, ack) -> client.sendEvent("question", new AckCallback<>(Object.class) {

					@Override
					public void onSuccess(Object result) {
						client.sendEvent("answered", result);
					}

				}, data));
	}

	private static void all(SocketIONamespace namespace, Object data) {
		namespace.getBroadcastOperations().sendEvent("from-one", data);
	}

}
