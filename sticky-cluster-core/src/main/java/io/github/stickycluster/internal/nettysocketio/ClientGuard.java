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

package io.github.stickycluster.internal.nettysocketio;

import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who the clients are that connect to namespaces, and makes that known to the
 * thread of each call of the application for one of them. Thread-safe.
 */
public interface ClientGuard {

	/**
	 * Identifies a client, before auth listeners and interceptors decide about it. Called
	 * on an event loop, which it does not block.
	 * @param client the client, which is in no namespace yet
	 * @param handshake its handshake, with what it sent as {@code auth}
	 * @return completes on any thread
	 */
	CompletionStage<Outcome> identify(SocketIOClient client, Handshake handshake);

	/**
	 * Identifies a client in a namespace by other credentials. Called where listeners are
	 * called, which it does not block.
	 * @param client the client
	 * @param handshake its handshake, with the credentials as {@code auth}
	 * @return completes on any thread; with an identity of the same user, or a refusal,
	 * for which the client keeps its present identity
	 */
	CompletionStage<Outcome> renew(SocketIOClient client, Handshake handshake);

	/**
	 * A call of the application for a client begins on this thread.
	 * @param identity who the client is
	 * @return what the thread knew before, for {@link #leave}
	 */
	@Nullable Object enter(SocketIdentity identity);

	/**
	 * The call has ended.
	 * @param before what {@link #enter} has returned
	 */
	void leave(@Nullable Object before);

	/**
	 * What is known of a client that connects.
	 *
	 * @param identity who it is, or {@code null} if it is refused
	 * @param refusal why it may not connect, or {@code null}
	 */
	record Outcome(@Nullable SocketIdentity identity, @Nullable Refusal refusal) {

	}

}
