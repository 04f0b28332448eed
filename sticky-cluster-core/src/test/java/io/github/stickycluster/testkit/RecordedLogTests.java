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

import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordedLog}.
 */
class RecordedLogTests {

	private static final Logger logger = LoggerFactory.getLogger(RecordedLogTests.class);

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(RecordedLogTests.class.getName());

	@Test
	void recordsTheTestsOwnCountsAndNoneOfAnEarlierOne() {
		CompletableFuture.runAsync(() -> {
			logger.warn("cannot be (1 time in the last minute)");
			logger.warn("by another thread");
		}).join();
		logger.warn("cannot be (2 times in the last minute)");
		assertThat(this.log.events()).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("by another thread", "cannot be (2 times in the last minute)");
	}

}
