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

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.internal.http.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * The large polling responses that a client has not read yet. A client may poll over
 * another connection before it has read the last response. Used on the session's event
 * loop.
 */
final class UnreadResponses {

	/** What a channel takes without a word. */
	private static final int LEAST = 32_768;

	private final EngineIoSession session;

	/** Made when needed, since most responses are small. */
	private @Nullable List<Unread> responses;

	private int bytes;

	UnreadResponses(EngineIoSession session) {
		this.session = session;
	}

	/**
	 * Adds a response that was just given.
	 * @param poll the poll
	 * @param bytes the bytes of its response
	 */
	void add(HttpExchange poll, int bytes) {
		if (bytes < LEAST) {
			return;
		}
		List<Unread> responses = this.responses;
		if (responses == null) {
			responses = new ArrayList<>(2);
			this.responses = responses;
		}
		Unread unread = new Unread(poll, bytes);
		responses.add(unread);
		this.bytes += bytes;
		poll.addReadListener((taken) -> this.session.loop().run(() -> remove(unread, taken)));
		this.session.attempt(EngineIoSession::recharge);
	}

	private void remove(Unread unread, boolean taken) {
		List<Unread> responses = this.responses;
		if (responses != null && responses.remove(unread)) {
			this.bytes -= unread.bytes;
			this.responses = responses.isEmpty() ? null : responses;
			this.session.attempt(taken ? EngineIoSession::recharge : EngineIoSession::onResponseLost);
		}
	}

	/** How much has not been read. */
	int bytes() {
		return this.bytes;
	}

	/** Closes the connections, so that what they hold is released. */
	void abort() {
		List<Unread> responses = this.responses;
		if (responses != null) {
			// Each that is closed may be removed at once.
			List.copyOf(responses).forEach((unread) -> unread.poll.abandon());
		}
	}

	/** Compared by identity, since two polls are never the same. */
	private static final class Unread {

		private final HttpExchange poll;

		private final int bytes;

		Unread(HttpExchange poll, int bytes) {
			this.poll = poll;
			this.bytes = bytes;
		}

	}

}
