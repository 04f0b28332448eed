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

package io.github.stickycluster.internal.fork;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Detects in a child process that its parent has ended, as long as the child has no
 * control connection.
 */
public final class ParentWatch {

	private static final Duration PERIOD = Duration.ofMillis(250);

	private ParentWatch() {
	}

	/**
	 * Watches from now on, on a daemon thread.
	 * @param file what the parent has written for this child; its directory is deleted
	 * when the parent is gone
	 * @param child the file's content
	 * @param orphaned called once on that thread when the parent is gone
	 */
	public static void start(Path file, ChildFile child, Runnable orphaned) {
		Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
		BooleanSupplier alive = alive(child.parent());
		Thread thread = new Thread(() -> {
			if (waitFor(alive)) {
				ControlDirectory.delete(directory);
				orphaned.run();
			}
		}, "sticky-cluster-parent-watch");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * A process gets another parent when its own ends, which shows earlier than the
	 * parent's id going away: somebody has to fetch its exit status for that.
	 */
	static BooleanSupplier alive(long parent) {
		if (isParent(parent)) {
			return () -> isParent(parent);
		}
		Optional<ProcessHandle> process = ProcessHandle.of(parent);
		return () -> process.isPresent() && process.get().isAlive();
	}

	private static boolean isParent(long pid) {
		return ProcessHandle.current().parent().filter((parent) -> parent.pid() == pid).isPresent();
	}

	static boolean waitFor(BooleanSupplier alive) {
		try {
			while (isAlive(alive)) {
				Thread.sleep(PERIOD.toMillis());
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * A question that fails, as for want of memory, is asked again.
	 */
	private static boolean isAlive(BooleanSupplier alive) {
		try {
			return alive.getAsBoolean();
		}
		catch (RuntimeException | Error ex) {
			return true;
		}
	}

}
