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

package io.github.stickycluster.internal.dispatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.testkit.RecordedLog;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AcceptPause}.
 */
class AcceptPauseTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(AcceptPause.class.getName());

	private final List<Throwable> told = new ArrayList<>();

	private final EmbeddedChannel channel = new EmbeddedChannel(new AcceptPause(this.told::add));

	@BeforeEach
	void freeze() {
		this.channel.freezeTime();
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	private void fail() {
		this.channel.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
	}

	private void pass(int seconds) {
		this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
	}

	@Test
	void acceptingGoesOnAfterASecond() {
		fail();
		assertThat(this.channel.config().isAutoRead()).isFalse();
		assertThat(this.told).singleElement().isInstanceOf(IOException.class);
		pass(1);
		assertThat(this.channel.config().isAutoRead()).isTrue();
	}

	@Test
	void oneWarningIsLoggedForMany() {
		for (int second = 0; second < 30; second++) {
			fail();
			pass(1);
		}
		await().until(() -> !this.log.events().isEmpty());
		// The one of the test before may come late.
		assertThat(this.log.events()).hasSizeLessThan(3)
			.extracting(ILoggingEvent::getFormattedMessage)
			.allSatisfy(
					(line) -> assertThat(line).contains("Too many open files", "limits.max-connections", "ulimit -n"));
	}

}
