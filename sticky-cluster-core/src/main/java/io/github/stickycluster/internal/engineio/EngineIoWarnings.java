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

import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.log.Printable;
import io.github.stickycluster.internal.net.WebOrigin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs warnings about Engine.IO that clients can cause: the first of each kind at once,
 * and the number of further ones once a minute. Thread-safe.
 */
public final class EngineIoWarnings {

	private static final Logger logger = LoggerFactory.getLogger(EngineIoWarnings.class);

	private final LimitedLog log;

	/**
	 * Creates warnings, to be shared by the workers of a JVM.
	 */
	public EngineIoWarnings() {
		this(new LimitedLog(logger));
	}

	EngineIoWarnings(LimitedLog log) {
		this.log = log;
	}

	/**
	 * A page of an origin that is not allowed was refused.
	 * @param origin the origin as the browser sent it, or {@code null} if only
	 * {@code Sec-Fetch-Site} told of another site
	 */
	void originRefused(@Nullable String origin) {
		if (origin == null) {
			this.log.warn(Kind.OTHER_SITE,
					() -> "Refused a request of a page of another site that sent no origin. If the page is yours, add "
							+ "its origin to sticky-cluster.socket-io.allowed-origins and let it make CORS requests");
		}
		else {
			this.log.warn(Kind.ORIGIN, () -> {
				String shown = Printable.of(origin);
				return "Refused a request from the origin " + shown + ", which is not allowed."
						+ advice(shown, shown.equals(origin) ? WebOrigin.parse(origin) : null);
			});
		}
	}

	/** Only of what the property takes. */
	private static String advice(String shown, @Nullable WebOrigin origin) {
		if (origin == null) {
			return " It is malformed: no browser sends it";
		}
		String property = " If it is yours, set sticky-cluster.socket-io.allowed-origins=" + shown;
		return origin.scheme().equals(WebOrigin.OPAQUE)
				? property + ", which allows all sandboxed frames and local files" : property;
	}

	/**
	 * Something failed that a client has caused.
	 * @param what what failed, and what follows from it; a constant
	 * @param failure the failure
	 */
	void failed(String what, Throwable failure) {
		this.log.warn(what, () -> what, failure);
	}

	/**
	 * Clients make this JVM keep nearly as much as they may.
	 * @param budget what they may, and what they do
	 */
	void memoryShort(MemoryBudget budget) {
		this.log.warn(Kind.MEMORY,
				() -> "Memory is short: the clients of this JVM use " + budget.describe()
						+ ". Addresses that use much get no new session, and the sessions that use most are closed ("
						+ budget.closed() + " since the start, and " + budget.closedConnections()
						+ " connections without a session). If the clients are well-behaved, raise -Xmx and "
						+ "-XX:MaxDirectMemorySize, or " + "sticky-cluster.limits.memory where it is set");
	}

	private enum Kind {

		ORIGIN, OTHER_SITE, MEMORY

	}

}
