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

import org.jspecify.annotations.Nullable;

/**
 * What a client is told of an event that has reached no listener. Thread-safe.
 */
public interface EventErrors {

	/**
	 * Describes an event to which nobody listens.
	 * @param event its name, as the client wrote it
	 * @return the argument of its acknowledgement
	 */
	Object unknown(String event);

	/**
	 * Describes an event whose arguments do not fit its listeners.
	 * @param event its name
	 * @param mismatch what is wrong; its message may name classes
	 * @return the argument of its acknowledgement
	 */
	Object mismatch(String event, Throwable mismatch);

	/**
	 * Returns the event that tells of errors where no acknowledgement is asked for.
	 * @return its name, or {@code null} if such errors are not told
	 */
	@Nullable String errorEvent();

}
