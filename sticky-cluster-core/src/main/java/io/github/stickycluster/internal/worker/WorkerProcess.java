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

package io.github.stickycluster.internal.worker;

/**
 * The process of a forked worker, as of its last status report. After a restart of the
 * worker, this is the new process.
 */
public interface WorkerProcess {

	/**
	 * Returns its process id.
	 * @return the process id, or 0 before the first process
	 */
	long pid();

	/**
	 * Returns how much of its heap is in use.
	 * @return bytes; 0 before its first description
	 */
	long heapUsed();

	/**
	 * Returns how much its heap may take.
	 * @return bytes; 0 before its first description
	 */
	long heapMax();

	/**
	 * Returns how long garbage collection has taken, in the processes before it too.
	 * @return milliseconds
	 */
	long gcMillis();

}
