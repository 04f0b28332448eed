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

package io.github.stickycluster.internal.nettysocketio;

/**
 * Thrown when a listener has rejected an event for what the client sent, or for who the
 * client is. The application's exception listener gets the cause; the log does not.
 */
public final class RejectedEventException extends Exception {

	private final Exception reason;

	/**
	 * Rejects an event.
	 * @param reason why
	 */
	public RejectedEventException(Exception reason) {
		super(reason.getMessage(), reason);
		this.reason = reason;
	}

	Exception reason() {
		return this.reason;
	}

}
