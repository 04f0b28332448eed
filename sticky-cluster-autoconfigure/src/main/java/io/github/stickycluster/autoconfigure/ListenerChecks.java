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

package io.github.stickycluster.autoconfigure;

import java.lang.reflect.Method;
import java.util.Set;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;

import org.springframework.util.StringUtils;

/**
 * Refuses listener methods that cannot mean what they say.
 */
final class ListenerChecks {

	private static final String NETTY_SOCKETIO = SocketIOServer.class.getPackageName();

	/**
	 * The names that Socket.IO keeps for itself; no client can send them.
	 */
	private static final Set<String> RESERVED = Set.of("connect", "connect_error", "disconnect", "disconnecting");

	private ListenerChecks() {
	}

	/**
	 * Checks an {@code @OnConnect} or {@code @OnDisconnect} method.
	 */
	static void connection(Method method) {
		boolean takesMore = method.getParameterCount() > 1
				|| (method.getParameterCount() == 1 && method.getParameterTypes()[0] != SocketIOClient.class);
		refuse(takesMore, method, "an @OnConnect or @OnDisconnect method is given nothing but the client",
				"Declare no parameter, or one of type SocketIOClient.");
	}

	/**
	 * Checks an {@code @OnEvent} method.
	 */
	static void event(Method method, String event) {
		refuse(!StringUtils.hasText(event), method, "@OnEvent has no event name",
				"Name the event: @OnEvent(\"message\").");
		refuse(RESERVED.contains(event), method, "no client can send an event named '" + event + "'",
				"Use @OnConnect or @OnDisconnect, or another name.");
		for (Class<?> type : method.getParameterTypes()) {
			boolean foreign = type.getName().startsWith(NETTY_SOCKETIO + ".") && type != SocketIOClient.class
					&& type != AckRequest.class;
			refuse(foreign, method, "a client would have to send its parameter of type " + type.getSimpleName(),
					"Take the SocketIOClient and ask it, as by client.getHandshakeData().");
		}
	}

	private static void refuse(boolean wrong, Method method, String reason, String action) {
		if (wrong) {
			throw new InvalidSocketIoListenerException(method.getDeclaringClass().getName() + "." + method.getName(),
					reason, action);
		}
	}

}
