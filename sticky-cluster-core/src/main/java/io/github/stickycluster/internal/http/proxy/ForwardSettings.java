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

package io.github.stickycluster.internal.http.proxy;

import java.time.Duration;

/**
 * Settings of forwarding: its timeouts and limits.
 *
 * @param connectTimeout how long connecting may take
 * @param headTimeout how long a server may take from the end of a request, or from the
 * last part of it that it took, to the head of its response
 * @param idleTimeout how long a connection is kept for the next request; shorter than any
 * server's own
 * @param maxIdle the most connections that each event loop keeps
 * @param bounds what one client may hold
 */
public record ForwardSettings(Duration connectTimeout, Duration headTimeout, Duration idleTimeout, int maxIdle,
		ClientBounds bounds) {

	/**
	 * Creates settings without bounds for a client, for servers that have their own.
	 * @param connectTimeout how long connecting may take
	 * @param headTimeout how long a server may take to begin its response
	 * @param idleTimeout how long a connection is kept for the next request
	 * @param maxIdle the most connections that each event loop keeps
	 */
	public ForwardSettings(Duration connectTimeout, Duration headTimeout, Duration idleTimeout, int maxIdle) {
		this(connectTimeout, headTimeout, idleTimeout, maxIdle, ClientBounds.NONE);
	}

}
