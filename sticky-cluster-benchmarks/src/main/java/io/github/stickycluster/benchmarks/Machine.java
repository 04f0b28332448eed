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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run was made on.
 */
final class Machine {

	private static final long KILOBYTES_PER_GIGABYTE = 1L << 20;

	private Machine() {
	}

	static List<String> describe() {
		return List.of(
				Runtime.getRuntime().availableProcessors() + " processors, " + field("/proc/cpuinfo", "model name")
						+ ", " + memory(),
				"Linux " + System.getProperty("os.version"),
				"Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
				"Node " + version("node", "--version") + ", " + version("/usr/sbin/haproxy", "-v"));
	}

	private static String memory() {
		String kilobytes = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
		return kilobytes.isEmpty() ? "" : Long.parseLong(kilobytes) / KILOBYTES_PER_GIGABYTE + " GB";
	}

	private static String field(String file, String name) {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse("");
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static String version(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
				.findFirst()
				.orElse("");
		}
		catch (IOException ex) {
			return "none";
		}
	}

}
