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

package io.github.stickycluster.conformance;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.testkit.RecordedLog;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;

/**
 * Fails a test in which anything was logged at ERROR, or at WARN by Netty: bad input must
 * not fill an operator's log.
 */
final class QuietLog implements BeforeEachCallback, AfterEachCallback {

	private final RecordedLog log = new RecordedLog(Logger.ROOT_LOGGER_NAME);

	@Override
	public void beforeEach(ExtensionContext context) {
		this.log.beforeEach(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.log.afterEach(context);
		List<String> loud = this.log.events()
			.stream()
			.filter(QuietLog::isLoud)
			.map((event) -> event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage())
			.toList();
		if (!loud.isEmpty()) {
			throw new AssertionError("logged: " + loud);
		}
	}

	private static boolean isLoud(ILoggingEvent event) {
		return event.getLevel().isGreaterOrEqual(Level.ERROR)
				|| (event.getLevel().isGreaterOrEqual(Level.WARN) && event.getLoggerName().startsWith("io.netty"));
	}

}
