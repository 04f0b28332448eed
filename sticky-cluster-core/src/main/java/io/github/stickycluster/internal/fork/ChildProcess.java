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

import java.io.IOException;
import java.util.List;

/**
 * A process of a child.
 */
final class ChildProcess {

	private static final int SIGNALLED = 128;

	private final Process process;

	private final ChildOutput output;

	private ChildProcess(Process process, ChildOutput output) {
		this.process = process;
		this.output = output;
	}

	static ChildProcess launch(List<String> command, String worker) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// What they say is among the options of the command.
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		builder.environment().remove("JDK_JAVA_OPTIONS");
		Process process = builder.start();
		process.getOutputStream().close();
		return new ChildProcess(process, ChildOutput.follow(process, worker));
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	void addExitListener(Runnable action) {
		this.process.onExit().thenRun(action);
	}

	void kill() {
		this.process.destroyForcibly();
	}

	/**
	 * How the process has ended, in words that follow its name.
	 */
	String ending() {
		int code = this.process.exitValue();
		return (code > SIGNALLED) ? "was ended by signal " + (code - SIGNALLED) : "exited with code " + code;
	}

	List<String> output() {
		return this.output.tail();
	}

}
