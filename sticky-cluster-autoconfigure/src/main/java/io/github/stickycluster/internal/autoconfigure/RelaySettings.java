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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;

import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.http.proxy.ForwardSettings;

/**
 * Settings of the relay's timeouts.
 */
final class RelaySettings {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(15);

	private static final int MAX_IDLE = 10_000;

	private RelaySettings() {
	}

	/**
	 * A poll is answered at the next heartbeat at the latest.
	 */
	static ForwardSettings of(EngineIoSettings engineIo) {
		Duration longestPoll = engineIo.pingInterval().plus(engineIo.pingTimeout()).plus(engineIo.requestTimeout());
		return new ForwardSettings(CONNECT_TIMEOUT, longestPoll, IDLE_TIMEOUT, MAX_IDLE);
	}

}
