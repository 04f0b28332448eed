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

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.ConnectRefusedException;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.SocketInterceptor;

import org.springframework.stereotype.Component;

/**
 * Lets nobody into the agents' namespace who has no agent's token.
 */
@Component
class AgentsOnly implements SocketInterceptor {

	/** In your application, ask the service that knows them. */
	private static final Map<String, String> AGENTS = Map.of("token-of-grace", "grace", "token-of-linus", "linus");

	@Override
	public boolean supports(String namespace) {
		return namespace.equals(AgentListeners.NAMESPACE);
	}

	@Override
	public void beforeConnect(SocketIOClient client, Handshake handshake) {
		String agent = (handshake.auth() instanceof Map<?, ?> auth) ? AGENTS.get(String.valueOf(auth.get("token")))
				: null;
		if (agent == null) {
			throw new ConnectRefusedException("Agents only");
		}
		client.set("name", agent);
	}

}
