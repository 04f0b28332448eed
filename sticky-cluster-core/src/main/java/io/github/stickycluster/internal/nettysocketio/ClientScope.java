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

import java.util.function.Supplier;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the application for one client, whose thread knows who the client is until
 * they end. Immutable.
 */
public final class ClientScope {

	private final ClientGuard guard;

	private final SocketIdentity identity;

	private ClientScope(ClientGuard guard, SocketIdentity identity) {
		this.guard = guard;
		this.identity = identity;
	}

	/**
	 * Returns the scope of a client.
	 * @param client the client
	 * @return the scope, or {@code null} if nobody has asked who the client is
	 */
	public static @Nullable ClientScope of(SocketIOClient client) {
		if (client instanceof ClientView view) {
			ClientGuard guard = view.view().guard();
			SocketIdentity identity = view.socket().identity();
			return (guard != null && identity != null) ? new ClientScope(guard, identity) : null;
		}
		return null;
	}

	/**
	 * Begins a call on this thread.
	 * @return what the thread knew before, for {@link #leave}
	 */
	public @Nullable Object enter() {
		return this.guard.enter(this.identity);
	}

	/**
	 * Ends the call.
	 * @param before what {@link #enter} has returned
	 */
	public void leave(@Nullable Object before) {
		this.guard.leave(before);
	}

	/**
	 * Calls the application for a client.
	 * @param client the client
	 * @param call the call
	 */
	public static void run(SocketIOClient client, Runnable call) {
		get(client, () -> {
			call.run();
			return null;
		});
	}

	/**
	 * Calls the application for a client.
	 * @param <T> the type of the result
	 * @param client the client
	 * @param call the call
	 * @return its result
	 */
	public static <T extends @Nullable Object> T get(SocketIOClient client, Supplier<T> call) {
		ClientScope scope = of(client);
		if (scope == null) {
			return call.get();
		}
		Object before = scope.enter();
		try {
			return call.get();
		}
		finally {
			scope.leave(before);
		}
	}

}
