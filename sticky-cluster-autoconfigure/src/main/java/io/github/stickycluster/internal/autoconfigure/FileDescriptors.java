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

package io.github.stickycluster.internal.autoconfigure;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.stickycluster.internal.dispatch.LimitSettings;

/**
 * The file descriptors of this process.
 */
final class FileDescriptors {

	private FileDescriptors() {
	}

	/**
	 * Returns how many connections leave the process enough descriptors: three quarters
	 * of those that are not in use yet. The others are for files, for the application's
	 * own connections, and for those over which requests are relayed and forwarded.
	 * @return the connections, or 0 where the operating system does not tell
	 */
	static int connections() {
		if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
			return 0;
		}
		return connections(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount());
	}

	static int connections(long limit, long open) {
		if (limit <= 0 || open < 0) {
			return 0;
		}
		long free = Math.max(limit - open, 1);
		return (int) Math.min(Math.max(free - free / 4, 1), LimitSettings.MOST_CONNECTIONS);
	}

}
