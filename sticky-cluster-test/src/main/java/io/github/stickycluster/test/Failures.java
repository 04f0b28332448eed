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

package io.github.stickycluster.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The messages of tests that fail: what was expected, and what came instead.
 */
final class Failures {

	private Failures() {
	}

	static AssertionError missing(String expected, Duration within, NamespaceSocket socket) {
		return new AssertionError(
				"No " + expected + " came within " + seconds(within) + ".\n" + whatCame(socket) + "\n" + state(socket));
	}

	static AssertionError unexpected(List<ReceivedEvent> events) {
		return new AssertionError("Nothing was expected, but this came:\n" + lines(events));
	}

	private static String whatCame(NamespaceSocket socket) {
		List<ReceivedEvent> events = socket.received();
		return events.isEmpty() ? "Nothing came instead." : "What came instead:\n" + lines(events);
	}

	private static String lines(List<ReceivedEvent> events) {
		return events.stream().map((event) -> "  " + event).collect(Collectors.joining("\n"));
	}

	private static String state(NamespaceSocket socket) {
		return "The client is " + socket + ".";
	}

	private static String seconds(Duration duration) {
		return (duration.toMillis() / 1000.0) + " s";
	}

}
