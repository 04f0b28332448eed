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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import java.util.List;

import io.github.stickycluster.internal.fork.ChildStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes the failed start of a forked worker, with the output of its process.
 */
class ChildStartFailureAnalyzer extends AbstractFailureAnalyzer<ChildStartException> {

	private static final int MOST_LINES = 40;

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ChildStartException cause) {
		// What is left of stack traces are the messages.
		List<String> lines = cause.output().stream().filter((line) -> !line.startsWith("\tat ")).toList();
		String output = String.join("\n    ", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
		String description = "The process of worker '" + cause.worker() + "' could not be started: it " + cause.reason()
				+ "." + (output.isEmpty() ? " It has written nothing." : " It has written:\n\n    " + output);
		return new FailureAnalysis(description,
				"Remove the cause that the process names. If the process is only slow, raise "
						+ "'sticky-cluster.workers.fork.start-timeout'. If this JVM was not started by the "
						+ "application's main method, as in tests, add one to the class with @SpringBootApplication.",
				cause);
	}

}
