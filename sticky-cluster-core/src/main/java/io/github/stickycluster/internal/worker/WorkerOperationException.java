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
 * Thrown when an operation on a worker is refused; the message is the reason, for
 * operators.
 */
public class WorkerOperationException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param reason why it cannot be done
	 */
	public WorkerOperationException(String reason) {
		super(reason);
	}

	/**
	 * Creates the exception.
	 * @param reason why it cannot be done
	 * @param cause what has failed
	 */
	public WorkerOperationException(String reason, Throwable cause) {
		super(reason, cause);
	}

}
