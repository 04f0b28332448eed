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
 * The large answers to polls that the client has not read yet, each on a connection of
 * its own: a client may poll again before it has read the last answer. Used on the
 * session's event loop.
 */
final class UntakenAnswers {

	/** What a channel takes without a word. */
	private static final int LEAST = 32_768;

	private final EngineIoSession session;

	/** Made when needed, since most answers are small. */
	private @Nullable List<Answer> answers;

	private int bytes;

	UntakenAnswers(EngineIoSession session) {
		this.session = session;
	}

	/**
	 * Adds an answer that was just given.
	 * @param poll the poll
	 * @param bytes the bytes of its answer
	 */
	void add(HttpExchange poll, int bytes) {
		if (bytes < LEAST) {
			return;
		}
		List<Answer> answers = this.answers;
		if (answers == null) {
			answers = new ArrayList<>(2);
			this.answers = answers;
		}
		Answer answer = new Answer(poll, bytes);
		answers.add(answer);
		this.bytes += bytes;
		poll.onTaken((taken) -> this.session.loop().run(() -> remove(answer, taken)));
		this.session.attempt(EngineIoSession::recharge);
	}

	private void remove(Answer answer, boolean taken) {
		List<Answer> answers = this.answers;
		if (answers != null && answers.remove(answer)) {
			this.bytes -= answer.bytes;
			this.answers = answers.isEmpty() ? null : answers;
			this.session.attempt(taken ? EngineIoSession::recharge : EngineIoSession::onAnswerLost);
		}
	}

	/** How much has not been read. */
	int bytes() {
		return this.bytes;
	}

	/** Closes the connections, so that what they hold is released. */
	void abort() {
		List<Answer> answers = this.answers;
		if (answers != null) {
			// Each that is closed may be removed at once.
			List.copyOf(answers).forEach((answer) -> answer.poll.abandon());
		}
	}

	/** Compared by identity, since two polls are never the same. */
	private static final class Answer {

		private final HttpExchange poll;

		private final int bytes;

		Answer(HttpExchange poll, int bytes) {
			this.poll = poll;
			this.bytes = bytes;
		}

	}

}
