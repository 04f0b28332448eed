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

package io.github.stickycluster.socketio;

import java.util.concurrent.CompletionStage;

/**
 * Admits or refuses the HTTP request that opens a session, as {@code allowRequest} of
 * Socket.IO does. Beans of this type are asked in their order; the first that refuses
 * decides. Netty-socketio's {@code AuthorizationListener} is asked before them.
 * <p>
 * A bean is called where listeners run: on an event loop, which it must not block, or on
 * the executor of {@code sticky-cluster.listeners.executor}. Its stage may complete on
 * any thread. All beans together have 10 seconds; then the client gets the status 503. A
 * stage that fails, and a bean that throws, refuses the client with 403. The stage is
 * cancelled if it is a {@link java.util.concurrent.Future} and the client leaves or the
 * time is up.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandshakeAuthorizer {

	/**
	 * Decides about a handshake.
	 * @param handshake the request
	 * @return the decision, now or later
	 */
	CompletionStage<HandshakeDecision> authorize(Handshake handshake);

}
