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

package io.github.stickycluster.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processor time of processes, user and system, as Linux counts it.
 */
final class ProcessorTime {

	/** Of {@code /proc/<pid>/stat}, see proc(5): the same on all architectures. */
	private static final long TICKS_PER_SECOND = 100;

	/** Counted from the field after the command's name, which may have spaces. */
	private static final int USER = 11;

	private static final int SYSTEM = 12;

	private ProcessorTime() {
	}

	/**
	 * The time of all processes together, in nanoseconds.
	 */
	static long nanosOf(Stream<ProcessHandle> processes) {
		return processes.mapToLong(ProcessorTime::ticks).sum() * TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
	}

	private static long ticks(ProcessHandle process) {
		try {
			String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
