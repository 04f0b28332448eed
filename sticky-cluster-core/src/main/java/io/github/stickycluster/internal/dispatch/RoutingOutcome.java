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
 * Where a request went, and what decided it.
 */
public enum RoutingOutcome {

	/** To the worker of this node that its session id names. */
	SESSION,

	/** To the worker of this node that its client address hashes to: a new session. */
	ADDRESS,

	/**
	 * To a later worker of its client address, since the first was full by the load
	 * factor: a new session.
	 */
	OVERFLOW,

	/**
	 * Its session id names no worker, as after the session's worker has gone: some worker
	 * answers that the session is unknown, and the client makes a new one.
	 */
	UNKNOWN_SESSION,

	/** To a worker of another node. */
	RELAYED,

	/** To nobody, since no worker is up: answered with 503. */
	NONE_UP

}
