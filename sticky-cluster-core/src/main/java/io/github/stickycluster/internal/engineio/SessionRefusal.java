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

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The reasons for refusing a new session.
 */
public enum SessionRefusal {

	/** The memory for clients is short. */
	MEMORY(HttpResponseStatus.SERVICE_UNAVAILABLE),

	/** There are as many sessions as there may be. */
	MAX_SESSIONS(HttpResponseStatus.SERVICE_UNAVAILABLE),

	/** The client has as many sessions as one may have. */
	MAX_SESSIONS_PER_CLIENT(HttpResponseStatus.TOO_MANY_REQUESTS);

	private final int status;

	SessionRefusal(HttpResponseStatus status) {
		this.status = status.code();
	}

	HttpResponseStatus status() {
		return HttpResponseStatus.valueOf(this.status);
	}

}
