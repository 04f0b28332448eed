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

package io.github.stickycluster.internal.security;

import java.util.List;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.SocketInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Lets only those events pass that the application's rules allow, before other
 * interceptors see them.
 */
public final class EventGate implements SocketInterceptor, Ordered {

	private final AccessRules rules;

	/**
	 * Creates the gate.
	 * @param rules decide
	 */
	public EventGate(AccessRules rules) {
		this.rules = rules;
	}

	@Override
	public boolean supports(String namespace) {
		return this.rules.exist();
	}

	@Override
	public List<@Nullable Object> beforeEvent(SocketIOClient client, String event, List<@Nullable Object> arguments) {
		this.rules.event(client, event, arguments);
		return arguments;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
