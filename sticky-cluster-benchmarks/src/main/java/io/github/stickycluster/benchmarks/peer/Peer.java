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

package io.github.stickycluster.benchmarks.peer;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A server to be measured.
 */
public interface Peer {

	/**
	 * The short name, as on the command line and in the table.
	 */
	String name();

	/**
	 * What it is, in a line.
	 */
	String description();

	/**
	 * Says why the peer cannot run on this machine.
	 * @return what is not installed, or null if it can
	 */
	default @Nullable String missing() {
		return null;
	}

	/**
	 * Starts it and waits until it serves.
	 * @param site where and how
	 */
	RunningPeer start(Site site) throws IOException, InterruptedException;

}
