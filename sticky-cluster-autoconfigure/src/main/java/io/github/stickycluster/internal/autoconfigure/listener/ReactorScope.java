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

package io.github.stickycluster.internal.autoconfigure.listener;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.ClientIdentity;
import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * Puts the authentication of a client into the context of a publisher, whose operators
 * run on any thread. Loaded only where Reactor is, and used where Spring Security is,
 * too.
 */
final class ReactorScope {

	private static final boolean SECURITY = ClassUtils.isPresent(
			"org.springframework.security.core.context.ReactiveSecurityContextHolder",
			ReactorScope.class.getClassLoader());

	private ReactorScope() {
	}

	/**
	 * Returns a publisher that knows who the client is.
	 */
	static <T> Mono<T> of(SocketIOClient client, Mono<T> publisher) {
		return SECURITY ? Security.of(client, publisher) : publisher;
	}

	/**
	 * Loaded only where Spring Security is.
	 */
	private static final class Security {

		private static <T> Mono<T> of(SocketIOClient client, Mono<T> publisher) {
			return (ClientIdentity.of(client) instanceof Authentication authentication)
					? publisher.contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication))
					: publisher;
		}

	}

}
