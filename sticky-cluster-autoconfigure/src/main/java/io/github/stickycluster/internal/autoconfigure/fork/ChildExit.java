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

package io.github.stickycluster.internal.autoconfigure.fork;

import java.util.concurrent.TimeUnit;

/**
 * Ends a child's JVM.
 */
final class ChildExit {

	private static final long LONGEST_SECONDS = 3;

	private ChildExit() {
	}

	/**
	 * Ends this JVM as on SIGTERM: shutdown hooks run.
	 */
	static void requested() {
		start("sticky-cluster-exit", () -> System.exit(0));
	}

	/**
	 * Ends this JVM whether or not its shutdown hooks come to an end.
	 */
	static void orphaned() {
		start("sticky-cluster-exit", () -> System.exit(1));
		start("sticky-cluster-halt", ChildExit::halt);
	}

	private static void halt() {
		try {
			TimeUnit.SECONDS.sleep(LONGEST_SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().halt(1);
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
