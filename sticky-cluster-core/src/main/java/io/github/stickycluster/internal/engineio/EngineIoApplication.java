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

package io.github.stickycluster.internal.engineio;

import java.time.Duration;
import java.util.function.Function;

import io.github.stickycluster.socketio.HandshakeDecision;

/**
 * The application of an Engine.IO server: decides whether a client may open a session,
 * and creates the listener of each session. Thread-safe.
 */
@FunctionalInterface
public interface EngineIoApplication {

	/**
	 * Decides whether a client may open a session.
	 * @param handshake its request
	 * @param decision takes the response, once, on any thread
	 */
	void authorize(Handshake handshake, Decision decision);

	/**
	 * Takes the response.
	 */
	interface Decision {

		/**
		 * The client may open a session.
		 * @param listener makes the session's listener, on the session's event loop
		 */
		void accept(Function<EngineIoConnection, SessionListener> listener);

		/** The client may not; it gets 403. */
		void refuse();

		/**
		 * The client may not.
		 * @param decision the response that it gets
		 */
		void refuse(HandshakeDecision decision);

		/** Nobody can decide now; the client gets 503. */
		void fail();

		/**
		 * Says that the response takes a while. Called at most once.
		 * @param timeout how long it may take
		 * @param late told that nobody waits any more, on the event loop of the request
		 */
		void await(Duration timeout, Late late);

		/**
		 * Runs a task on the event loop of the request, or not at all if the loop has
		 * ended.
		 * @param task the task
		 */
		void execute(Runnable task);

	}

	/**
	 * Told that nobody waits for a response any more.
	 */
	@FunctionalInterface
	interface Late {

		/**
		 * The response is not waited for.
		 * @param timedOut whether its time is up, rather than the client's connection
		 */
		void onLate(boolean timedOut);

	}

}
