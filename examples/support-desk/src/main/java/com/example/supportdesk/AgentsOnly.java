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

package com.example.supportdesk;

import java.util.Map;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;

import org.springframework.stereotype.Component;

/**
 * Lets nobody into the agents' namespace who has no agent's token.
 */
@Component
class AgentsOnly implements SocketIoServerCustomizer {

	/** In your application, ask the service that knows them. */
	private static final Map<String, String> AGENTS = Map.of("token-of-grace", "grace", "token-of-linus", "linus");

	@Override
	public void customize(SocketIOServer server, String workerId) {
		server.addNamespace(AgentListeners.NAMESPACE).addAuthTokenListener(this::check);
	}

	private AuthTokenResult check(Object auth, SocketIOClient client) {
		String agent = (auth instanceof Map<?, ?> fields) ? AGENTS.get(String.valueOf(fields.get("token"))) : null;
		if (agent == null) {
			return new AuthTokenResult(false, "Agents only");
		}
		client.set("name", agent);
		return AuthTokenResult.AuthTokenResultSuccess;
	}

}
