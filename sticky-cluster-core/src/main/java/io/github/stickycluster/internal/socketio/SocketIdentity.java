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

package io.github.stickycluster.internal.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Who the client of a socket is, as something outside of this library has found out.
 *
 * @param value what it has found out, for its own use
 * @param user the name of the user, or {@code null} for a client that is nobody
 * @param cost the bytes of heap that the value keeps
 * @param expiry when the identity expires, or {@code null} if it does not
 */
public record SocketIdentity(Object value, @Nullable String user, int cost, @Nullable IdentityExpiry expiry) {

	/**
	 * Returns nothing of the value, which may have secrets.
	 */
	@Override
	public String toString() {
		return "SocketIdentity[cost=" + this.cost + "]";
	}

}
