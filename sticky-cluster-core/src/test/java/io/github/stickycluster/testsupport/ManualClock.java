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

package io.github.stickycluster.testsupport;

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.internal.log.LimitedLog;

/**
 * Writes the lines of a {@link LimitedLog} when the test wants them.
 */
public final class ManualClock implements LimitedLog.Clock {

	private final List<Runnable> now = new ArrayList<>();

	private final List<Runnable> later = new ArrayList<>();

	@Override
	public void after(Runnable task, long seconds) {
		((seconds == 0) ? this.now : this.later).add(task);
	}

	/**
	 * Writes what is to be written at once.
	 */
	public void pass() {
		run(this.now);
	}

	/**
	 * Lets the minute end.
	 */
	public void passMinute() {
		pass();
		run(this.later);
	}

	private static void run(List<Runnable> tasks) {
		List<Runnable> due = List.copyOf(tasks);
		tasks.clear();
		due.forEach(Runnable::run);
	}

}
