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

/**
 * Abbreviates session ids for the log, since everyone who knows a complete id can take
 * over the session.
 */
public final class AbbreviatedId {

	private static final int TAG_LENGTH = 8;

	private static final int END_LENGTH = 6;

	private AbbreviatedId() {
	}

	/**
	 * Returns the worker's tag and the last 24 bits, which tell the sessions of a worker
	 * apart; 66 random bits stay out of the log.
	 * @param sessionId the canonical text of a session id
	 * @return such as {@code ed32547b…cfc625}
	 */
	public static String of(String sessionId) {
		return sessionId.substring(0, TAG_LENGTH) + '\u2026' + sessionId.substring(sessionId.length() - END_LENGTH);
	}

}
