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

package io.github.stickycluster.socketio;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.stickycluster.net.WebOrigin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Warns of what an operator must learn without searching, and what clients can cause at
 * will: of each kind at most once a minute, with the number of those left out.
 * Thread-safe.
 */
public final class Warnings {

	private static final Logger logger = LoggerFactory.getLogger(Warnings.class);

	private static final int MOST_CHARACTERS = 200;

	private final OncePerMinute origins;

	private final OncePerMinute mismatches;

	/**
	 * Creates warnings, to be shared by the workers of a JVM.
	 */
	public Warnings() {
		this(System::nanoTime);
	}

	Warnings(LongSupplier clock) {
		this.origins = new OncePerMinute(clock);
		this.mismatches = new OncePerMinute(clock);
	}

	/**
	 * A page of an origin that is not allowed was refused.
	 * @param origin the origin as the browser sent it, or {@code null} if only
	 * {@code Sec-Fetch-Site} told of another site
	 */
	public void originRefused(@Nullable String origin) {
		long leftOut = this.origins.take();
		if (leftOut < 0) {
			return;
		}
		if (origin == null) {
			logger.warn(
					"Refused a request that a page of another site made, without telling its origin. If the page is "
							+ "yours, set sticky-cluster.socket-io.allowed-origins and let it make CORS requests{}",
					others(leftOut));
			return;
		}
		String shown = printable(origin);
		logger.warn("Refused a request from the origin {}, which is not allowed.{}{}", shown,
				advice(shown, shown.equals(origin) ? WebOrigin.parse(origin) : null), others(leftOut));
	}

	/** Only of what the property takes. */
	private static String advice(String shown, @Nullable WebOrigin origin) {
		if (origin == null) {
			return " It is malformed: no browser sends it";
		}
		String property = " If it is yours, set sticky-cluster.socket-io.allowed-origins=" + shown;
		return origin.scheme().equals(WebOrigin.OPAQUE)
				? property + ", which allows anybody's sandboxed frames and local files too" : property;
	}

	/**
	 * An event's arguments did not fit its listeners' types.
	 * @param namespace the namespace, as clients write it
	 * @param event the event's name
	 * @param types the types that the listeners declare
	 * @param mismatch what is wrong; its message may have a client's data and is not
	 * shown
	 */
	void eventMismatched(String namespace, String event, Supplier<List<String>> types, Throwable mismatch) {
		long leftOut = this.mismatches.take();
		if (leftOut >= 0) {
			logger.warn(
					"The arguments of event '{}' in namespace {} do not fit its listener's types {} ({}{}); the listener "
							+ "was not called. DEBUG shows each case{}",
					event, namespace, types.get(), mismatch.getClass().getSimpleName(), path(mismatch),
					others(leftOut));
		}
	}

	private static String path(Throwable mismatch) {
		String path = (mismatch instanceof JacksonException ex) ? ex.getPathReference() : "";
		return path.isEmpty() ? "" : " at " + printable(path);
	}

	private static String others(long leftOut) {
		return (leftOut > 0) ? " (" + leftOut + " more since the last warning)" : "";
	}

	// Clients write it: neither a second line nor a colour may come of it.
	private static String printable(String text) {
		StringBuilder shown = new StringBuilder();
		text.codePoints()
			.limit(MOST_CHARACTERS)
			.map((character) -> (character > ' ' && character < 127) ? character : '?')
			.forEach(shown::appendCodePoint);
		return shown.toString();
	}

}
