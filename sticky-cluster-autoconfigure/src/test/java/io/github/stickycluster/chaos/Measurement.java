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

package io.github.stickycluster.chaos;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node holds, told by the node itself.
 *
 * @param heap bytes of live objects, after a full collection
 * @param direct bytes of Netty's direct memory
 * @param kept bytes of both that the workers' accounts say their clients make them keep
 * @param losses how often a worker that was up has left that state
 */
record Measurement(long heap, long direct, long kept, int losses) {

	private static final String MARK = "MEASURED";

	/** One in 10, and some of what allocators and caches keep for good. */
	private static final long TOLERANCE = 8L << 20;

	/** The line that answers a question. */
	String toLine(String question) {
		return MARK + " " + question + " " + this.heap + " " + this.direct + " " + this.kept + " " + this.losses;
	}

	static boolean isLine(String line) {
		return line.startsWith(MARK);
	}

	static Optional<Measurement> find(String question, String output) {
		Matcher matcher = Pattern
			.compile("^" + MARK + " " + question + " (\\d+) (\\d+) (\\d+) (\\d+)$", Pattern.MULTILINE)
			.matcher(output);
		return matcher.find() ? Optional.of(new Measurement(Long.parseLong(matcher.group(1)),
				Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)), Integer.parseInt(matcher.group(4))))
				: Optional.empty();
	}

	/**
	 * Whether no more is held than at the start, within the tolerance.
	 */
	boolean isBackTo(Measurement start) {
		return this.heap <= most(start.heap) && this.direct <= most(start.direct);
	}

	/** The memory that is taken since the start, in bytes. */
	long growth(Measurement start) {
		return this.heap + this.direct - start.heap - start.direct;
	}

	/**
	 * Whether the accounts know of what has been taken since the start, but for the
	 * tolerance and a fourth of what they say.
	 */
	boolean accounts(Measurement start) {
		long kept = this.kept - start.kept;
		return growth(start) <= kept + kept / 4 + TOLERANCE;
	}

	private static long most(long start) {
		return start + start / 10 + TOLERANCE;
	}

}
