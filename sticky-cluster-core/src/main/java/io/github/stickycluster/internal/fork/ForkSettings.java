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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Settings for the start and stop of child processes.
 *
 * @param command what starts this application: the {@code java} executable, its options,
 * and the main class or jar
 * @param arguments the application's arguments
 * @param properties what the child of a number has other than the parent, as properties
 * of the application
 * @param maxConnections the most open connections of all children together, 0 to leave it
 * to each child
 * @param host the IP address of the children's internal ports
 * @param startTimeout how long a child may take to be ready
 * @param stopTimeout how long a child may take to exit when it was asked to
 */
public record ForkSettings(List<String> command, List<String> arguments, IntFunction<Map<String, String>> properties,
		int maxConnections, String host, Duration startTimeout, Duration stopTimeout) {

	/**
	 * Checks every value that a user can choose.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if one is
	 * out of its range
	 */
	public ForkSettings {
		SettingChecks.inRange("workers.fork.start-timeout", startTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
		command = List.copyOf(command);
		arguments = List.copyOf(arguments);
	}

}
