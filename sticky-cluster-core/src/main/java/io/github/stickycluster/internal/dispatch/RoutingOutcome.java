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

package io.github.stickycluster.internal.dispatch;

/**
 * The outcomes of routing a request, each with the criterion of the decision.
 */
public enum RoutingOutcome {

	/** Routed to the worker of this node that the session id names. */
	SESSION,

	/**
	 * A new session, routed to the worker of this node that the client's address selects.
	 */
	ADDRESS,

	/**
	 * A new session, routed to a later worker of the client's address, since the first
	 * one was full by the load factor.
	 */
	OVERFLOW,

	/**
	 * Routed with a session id that names no worker, for example after that worker was
	 * removed. A worker responds that the session is unknown, and the client opens a new
	 * one.
	 */
	UNKNOWN_SESSION,

	/** Relayed to a worker of another node. */
	RELAYED,

	/** Refused with the status 503, since no worker is up. */
	NONE_UP

}
