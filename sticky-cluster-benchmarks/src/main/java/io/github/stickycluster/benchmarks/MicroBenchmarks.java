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

package io.github.stickycluster.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the JMH benchmarks, with the bytes that each operation allocates.
 */
final class MicroBenchmarks {

	private static final Map<String, String> DEFAULTS = Map.of("-bm", "avgt", "-tu", "ns", "-wi", "3", "-w", "1", "-i",
			"5", "-r", "1", "-f", "1", "-prof", "gc");

	private MicroBenchmarks() {
	}

	/**
	 * Runs them all, or those that the arguments select.
	 * @param arguments JMH's own, which win over our defaults
	 */
	static void run(String[] arguments) throws CommandLineOptionException, RunnerException {
		List<String> all = new ArrayList<>(Arrays.asList(arguments));
		DEFAULTS.forEach((option, value) -> {
			if (!all.contains(option)) {
				all.addAll(List.of(option, value));
			}
		});
		new Runner(new CommandLineOptions(all.toArray(String[]::new))).run();
	}

}
