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

package io.github.stickycluster.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.github.stickycluster.benchmarks.peer.RunningPeer;

/**
 * Something that clients do, again and again.
 */
public interface Scenario {

	/**
	 * Does it for a while.
	 * @param generator the clients' connections
	 * @param peer the server
	 * @param duration the time that counts
	 * @return what was measured, by the row of the table that it belongs to
	 */
	Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws IOException, InterruptedException;

}
