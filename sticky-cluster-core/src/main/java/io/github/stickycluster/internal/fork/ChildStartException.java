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

import java.util.List;

/**
 * A worker's process could not be started.
 */
public class ChildStartException extends RuntimeException {

	private final String worker;

	private final String reason;

	private final transient List<String> output;

	ChildStartException(String worker, String reason, List<String> output) {
		super("The process of worker " + worker + " cannot be started: it " + reason);
		this.worker = worker;
		this.reason = reason;
		this.output = List.copyOf(output);
	}

	/**
	 * Returns whose process it is.
	 * @return the worker's id
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Returns what happened to the process.
	 * @return words that follow 'it'
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Returns what the process has written last.
	 * @return the last lines of its output
	 */
	public List<String> output() {
		return this.output;
	}

}
