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

import java.time.Duration;
import java.util.Map;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.ConnectRefusedException;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.SocketInterceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Knows each customer by the name in the address of the connection, and finds slow
 * events.
 */
@Component
class NamedCustomers implements SocketInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(NamedCustomers.class);

	private static final Duration SLOW = Duration.ofSeconds(1);

	@Override
	public boolean supports(String namespace) {
		return namespace.equals("/");
	}

	@Override
	public void beforeConnect(SocketIOClient client, Handshake handshake) {
		String name = handshake.parameter("name");
		if (name == null || name.isBlank()) {
			throw new ConnectRefusedException("Who are you?", Map.of("missing", "name"));
		}
		client.set("name", name);
	}

	@Override
	public void afterEvent(SocketIOClient client, String event, Duration duration, @Nullable Throwable failure) {
		if (duration.compareTo(SLOW) > 0) {
			logger.debug("The event {} of {} took {}", event, client.<String>get("name"), duration);
		}
	}

}
