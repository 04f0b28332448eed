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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.log.LimitedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventThread}.
 */
class EventThreadTests {

	private final StaticApplicationContext context = new StaticApplicationContext();

	private final EventThread thread = new EventThread("test-events", this.context, 1,
			new LimitedLog(LoggerFactory.getLogger(EventThreadTests.class)));

	@AfterEach
	void stop() {
		this.thread.close();
		this.context.close();
	}

	@Test
	void goesOnAfterAListenerThatFails() throws Exception {
		listen((event) -> {
			throw new AssertionError("as expected by the test");
		});
		for (int i = 0; i < 3; i++) {
			CountDownLatch done = new CountDownLatch(1);
			assertThat(this.thread.publish(event(), done::countDown)).isTrue();
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void refusesWhatIsTooMuchAndWhatComesAfterTheClose() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(2);
		listen((event) -> {
			begun.countDown();
			end.await();
		});
		assertThat(this.thread.publish(event(), done::countDown)).isTrue();
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.thread.publish(event(), done::countDown)).as("waits").isTrue();
		assertThat(this.thread.publish(event(), done::countDown)).as("is too much").isFalse();
		end.countDown();
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		this.thread.close();
		assertThat(this.thread.publish(event(), done::countDown)).as("too late").isFalse();
	}

	private void listen(Listener listener) {
		ApplicationListener<PayloadApplicationEvent<String>> wrapped = (event) -> {
			try {
				listener.heard(event);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		this.context.addApplicationListener(wrapped);
		this.context.refresh();
	}

	private PayloadApplicationEvent<String> event() {
		return new PayloadApplicationEvent<>(this, "event");
	}

	/** Hears of an event, and may wait. */
	@FunctionalInterface
	private interface Listener {

		void heard(PayloadApplicationEvent<String> event) throws InterruptedException;

	}

}
