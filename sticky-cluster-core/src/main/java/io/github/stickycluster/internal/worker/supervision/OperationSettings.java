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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Settings for watching, draining and restarting workers.
 *
 * @param blockedAfter how long an event loop may not answer before new sessions go to
 * other workers
 * @param restartAfter how long an event loop may not answer before its worker is
 * replaced; zero for never
 * @param drainTimeout how long the sessions of a draining worker may go on
 * @param disconnectWindow the time over which disconnects of many clients are spread
 * @param restartBackoff how long after its first failure a worker is started again; twice
 * as long after each further one, up to 32 times
 * @param restartAttempts how many failures in a row make a worker be tried only now and
 * then, 1 or more
 */
public record OperationSettings(Duration blockedAfter, Duration restartAfter, Duration drainTimeout,
		Duration disconnectWindow, Duration restartBackoff, int restartAttempts) {

	/**
	 * Checks every value that a user can choose.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if one is
	 * out of its range
	 */
	public OperationSettings {
		SettingChecks.inRange("workers.blocked-after", blockedAfter, Duration.ofMillis(100), Duration.ofHours(1));
		SettingChecks.inRange("workers.restart-after", restartAfter, Duration.ZERO, Duration.ofDays(1));
		SettingChecks.check(restartAfter.isZero() || restartAfter.compareTo(blockedAfter) > 0, "workers.restart-after",
				restartAfter.toMillis() + "ms", "Use a duration above workers.blocked-after, or 0 for never.");
		SettingChecks.inRange("workers.drain-timeout", drainTimeout, Duration.ZERO, Duration.ofDays(1));
		SettingChecks.inRange("workers.disconnect-window", disconnectWindow, Duration.ZERO, Duration.ofHours(1));
	}

	boolean isRestartedWhenBlocked() {
		return !this.restartAfter.isZero();
	}

}
