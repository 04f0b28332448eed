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

package io.github.stickycluster.testkit;

import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Lets a logger fail for want of memory.
 */
public final class StarvedLog implements AutoCloseable {

	private final Logger logger;

	private final AtomicInteger failures = new AtomicInteger();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			if (StarvedLog.this.failures.getAndIncrement() < StarvedLog.this.most) {
				throw new OutOfMemoryError("for the log");
			}
		}

	};

	private final int most;

	/**
	 * Lets the first lines of a logger, or of those below it, fail until the close.
	 * @param name the logger's name
	 * @param lines how many lines fail
	 */
	public StarvedLog(String name, int lines) {
		this.most = lines;
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.appender.setContext(this.logger.getLoggerContext());
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	/**
	 * How many lines have failed.
	 * @return lines
	 */
	public int failures() {
		return Math.min(this.failures.get(), this.most);
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
	}

}
