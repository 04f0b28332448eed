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

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Settings of the shutdown's duration.
 *
 * @param graceful whether clients are disconnected before the servers stop
 * @param window the time over which the disconnects are spread
 * @param longest when the servers stop whoever is left
 */
public record GracefulShutdownSettings(boolean graceful, Duration window, Duration longest) {

	private static final Duration BOOTS_DEFAULT = Duration.ofSeconds(30);

	/**
	 * Reads Boot's own properties; half of the phase's time is for the disconnects at
	 * most, the rest for clients that take their time.
	 */
	static GracefulShutdownSettings of(Environment environment, Duration disconnectWindow) {
		boolean graceful = !"immediate".equalsIgnoreCase(environment.getProperty("server.shutdown", "graceful"));
		Duration phase = phase(environment);
		Duration most = phase.dividedBy(2);
		Duration window = (disconnectWindow.compareTo(most) < 0) ? disconnectWindow : most;
		return new GracefulShutdownSettings(graceful, window, phase.multipliedBy(9).dividedBy(10));
	}

	public static Duration phase(Environment environment) {
		return Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(BOOTS_DEFAULT);
	}

}
