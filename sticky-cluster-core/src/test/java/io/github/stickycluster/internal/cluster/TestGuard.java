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

package io.github.stickycluster.internal.cluster;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.ClientGuard;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Believes each client that sends {@code {"user":"anna"}} when it connects.
 */
final class TestGuard implements ClientGuard {

	@Override
	public CompletionStage<Outcome> identify(SocketIOClient client, Handshake handshake) {
		Object user = (handshake.auth() instanceof Map<?, ?> auth) ? auth.get("user") : null;
		SocketIdentity identity = (user != null) ? new SocketIdentity(user, user.toString(), 100, null) : null;
		return CompletableFuture.completedFuture(new Outcome(identity, null));
	}

	@Override
	public CompletionStage<Outcome> renew(SocketIOClient client, Handshake handshake) {
		return identify(client, handshake);
	}

	@Override
	public @Nullable Object enter(SocketIdentity identity) {
		return null;
	}

	@Override
	public void leave(@Nullable Object before) {
		// Nothing was entered.
	}

}
