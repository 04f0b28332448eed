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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The sockets, and what event loops have open, of a process. Jars that its class loader
 * opens do not count.
 */
public final class OpenDescriptors {

	private OpenDescriptors() {
	}

	/**
	 * Returns how many this process has open.
	 * @return their number, or 0 where the system does not tell
	 */
	public static long count() {
		return count(ProcessHandle.current().pid());
	}

	/**
	 * Returns how many a process has open.
	 * @param pid the process
	 * @return their number, or 0 where the system does not tell
	 */
	public static long count(long pid) {
		Path descriptors = Path.of("/proc/" + pid + "/fd");
		if (!Files.isDirectory(descriptors)) {
			return 0;
		}
		try (Stream<Path> open = Files.list(descriptors)) {
			return open.filter(OpenDescriptors::isSocketOrEventLoop).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSocketOrEventLoop(Path descriptor) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.startsWith("socket:") || target.startsWith("anon_inode:");
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

}
