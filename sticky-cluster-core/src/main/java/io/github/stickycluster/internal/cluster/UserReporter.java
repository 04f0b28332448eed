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

package io.github.stickycluster.internal.cluster;

import java.util.UUID;

/**
 * Tells the application of users that come online and go offline.
 */
@FunctionalInterface
public interface UserReporter {

	/** Tells nobody. */
	UserReporter NONE = (online, user, time, done) -> {
		done.run();
		return true;
	};

	/**
	 * Tells the application of a user. Must not block.
	 * @param online whether the user is online, or offline
	 * @param user the user's name
	 * @param time identifies the time in which the user is or was online
	 * @param done run when the application has been told, on any thread
	 * @return whether it will be told; otherwise the same is tried again
	 */
	boolean report(boolean online, String user, UUID time, Runnable done);

}
