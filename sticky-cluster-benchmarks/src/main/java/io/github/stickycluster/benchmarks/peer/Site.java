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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where peers run and what all of them get.
 *
 * @param directory for logs and files made for a run
 * @param threads event loop threads, or processes, of each
 * @param jvmOptions options of each JVM
 * @param classPath class path of each JVM
 */
public record Site(Path directory, int threads, List<String> jvmOptions, String classPath) {

	/**
	 * Returns the site of peers that run on this process's class path.
	 * @param directory for logs and files made for a run
	 * @param threads event loop threads, or processes, of each
	 * @param jvmOptions options of each JVM
	 */
	public static Site here(Path directory, int threads, List<String> jvmOptions) {
		return new Site(directory, threads, jvmOptions, System.getProperty("java.class.path"));
	}

	Site withClassPath(String other) {
		return new Site(this.directory, this.threads, this.jvmOptions, other);
	}

	List<String> java(Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.jvmOptions);
		command.addAll(List.of("-cp", this.classPath, main.getName()));
		command.addAll(arguments);
		return command;
	}

	Path log(String name) {
		return this.directory.resolve(name + ".log");
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
