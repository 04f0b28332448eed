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
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.ClientHandshake;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.security.SocketAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Asks the application's rules, and publishes what they decide. Thread-safe.
 */
public final class AccessRules {

	private final @Nullable AuthorizationManager<SocketAccess> manager;

	private final AuthorizationEventPublisher publisher;

	private final SecurityContextHolderStrategy contexts;

	private final LongAdder denied = new LongAdder();

	/**
	 * Creates the rules.
	 * @param manager decides, or {@code null} if there are no rules
	 * @param publisher publishes what it decides
	 * @param contexts knows who the client of a call is
	 */
	public AccessRules(@Nullable AuthorizationManager<SocketAccess> manager, AuthorizationEventPublisher publisher,
			SecurityContextHolderStrategy contexts) {
		this.manager = manager;
		this.publisher = publisher;
		this.contexts = contexts;
	}

	/**
	 * Returns whether there are rules.
	 * @return whether there are
	 */
	public boolean exist() {
		return this.manager != null;
	}

	/**
	 * Counts the events that were denied.
	 * @return how many since the start
	 */
	public long denied() {
		return this.denied.sum();
	}

	/**
	 * Decides whether a client may connect.
	 * @return the decision, or {@code null} if the rules leave it open
	 */
	@Nullable AuthorizationResult connect(Authentication authentication, SocketAccess access) {
		AuthorizationResult result = decide(authentication, access);
		if (result != null) {
			this.publisher.publishAuthorizationEvent(() -> authentication, access, result);
		}
		return result;
	}

	private @Nullable AuthorizationResult decide(@Nullable Authentication authentication, SocketAccess access) {
		return (this.manager != null) ? this.manager.authorize(() -> authentication, access) : null;
	}

	@Override
	public String toString() {
		return String.valueOf(this.manager);
	}

	/**
	 * Decides whether listeners may receive an event of the client whose call this is.
	 * @throws AuthorizationDeniedException if they may not
	 */
	void event(SocketIOClient client, String event, List<@Nullable Object> arguments) {
		Authentication authentication = this.contexts.getContext().getAuthentication();
		SocketAccess access = new SocketAccess(client, Namespaces.toWireName(client.getNamespace().getName()),
				ClientHandshake.of(client), event, arguments, Map.of());
		AuthorizationResult decided = decide(authentication, access);
		AuthorizationResult result = (decided != null) ? decided : new AuthorizationDecision(false);
		this.publisher.publishAuthorizationEvent(() -> authentication, access, result);
		if (!result.isGranted()) {
			this.denied.increment();
			throw new AuthorizationDeniedException("Access Denied", result);
		}
	}

}
