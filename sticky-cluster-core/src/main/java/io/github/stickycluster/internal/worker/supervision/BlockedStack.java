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

package io.github.stickycluster.internal.worker.supervision;

import java.util.Arrays;
import java.util.List;

/**
 * The stack trace of a blocked event loop's thread, from the innermost frame to the
 * outermost one of the application.
 */
record BlockedStack(List<StackTraceElement> frames, int user) {

	private static final String OURS = "io.github.stickycluster.";

	private static final List<String> FOREIGN = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "io.netty.",
			"com.corundumstudio.socketio.", "org.springframework.", "com.fasterxml.", "tools.jackson.", "org.slf4j.",
			"ch.qos.logback.", OURS + "actuate.", OURS + "autoconfigure.", OURS + "cluster.", OURS + "dispatch.",
			OURS + "engineio.", OURS + "metrics.", OURS + "nettysocketio.", OURS + "socketio.", OURS + "worker.");

	static BlockedStack of(Thread thread) {
		return of(thread.getStackTrace());
	}

	static BlockedStack of(StackTraceElement[] stack) {
		int innermost = -1;
		int last = stack.length - 1;
		for (int i = 0; i < stack.length; i++) {
			if (isUser(stack[i])) {
				innermost = (innermost < 0) ? i : innermost;
				last = i;
			}
		}
		return new BlockedStack(List.copyOf(Arrays.asList(stack).subList(0, last + 1)), innermost);
	}

	private static boolean isUser(StackTraceElement frame) {
		return FOREIGN.stream().noneMatch(frame.getClassName()::startsWith);
	}

	/**
	 * The application's innermost frame, or the innermost of all if there is none.
	 */
	String culprit() {
		if (this.frames.isEmpty()) {
			return "unknown code";
		}
		return (this.user >= 0) ? text(this.frames.get(this.user))
				: "code that is not the application's, " + text(this.frames.get(0));
	}

	/**
	 * The frames, one a line, as in a stack trace.
	 */
	String text() {
		StringBuilder text = new StringBuilder(1024);
		this.frames.forEach((frame) -> text.append(System.lineSeparator()).append("\tat ").append(text(frame)));
		return text.toString();
	}

	// Without the names of class loader and module, which tell nobody anything here.
	private static String text(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

}
