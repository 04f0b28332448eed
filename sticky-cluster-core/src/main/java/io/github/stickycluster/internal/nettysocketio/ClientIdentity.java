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

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Finds the identities of clients.
 */
public final class ClientIdentity {

	private ClientIdentity() {
	}

	/**
	 * Returns who a client is.
	 * @param client a client of this server
	 * @return what the {@link ClientGuard} has found out, or {@code null} if there is
	 * none
	 */
	public static @Nullable Object of(SocketIOClient client) {
		SocketIdentity identity = ((ClientView) client).socket().identity();
		return (identity != null) ? identity.value() : null;
	}

}
