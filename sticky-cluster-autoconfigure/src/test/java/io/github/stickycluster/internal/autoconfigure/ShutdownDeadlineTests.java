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

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ShutdownDeadlineTests {

	static final Duration LIMIT = Duration.ofMillis(200);

	private final AtomicInteger halts = new AtomicInteger();

	@Test
	void haltsWhenTheShutdownDoesNotEndInTime() {
		ShutdownDeadline.Watch watch = watch(true);
		long begun = System.nanoTime();
		watch.begin();
		watch.run();
		assertThat(this.halts).hasValue(1);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(LIMIT);
	}

	@Test
	@Tag("once")
	void endsAProcessWhoseShutdownIsStuck() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), StuckApplication.class.getName())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader errors = process.errorReader()) {
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(1);
			assertThat(errors.lines()).last()
				.isEqualTo("Halting this JVM: its memory ran out, and its shutdown has not ended within 0.2 s");
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void doesNotHaltAJvmWhoseMemoryHasNotRunOut() {
		ShutdownDeadline.Watch watch = watch(false);
		watch.begin();
		watch.run();
		assertThat(this.halts).hasValue(0);
	}

	@Test
	void doesNotHaltWhenOnlyTheContextIsClosed() {
		ShutdownDeadline deadline = new ShutdownDeadline(LIMIT, () -> true, this.halts::incrementAndGet);
		long before = threads();
		deadline.start();
		assertThat(threads()).isEqualTo(before + 1);
		deadline.stop();
		await().until(() -> threads() == before);
		assertThat(this.halts).hasValue(0);
		assertThat(deadline.isRunning()).isFalse();
	}

	@Test
	void waitsForNothingWithoutAShutdown() {
		ShutdownDeadline deadline = new ShutdownDeadline(LIMIT, () -> true, this.halts::incrementAndGet);
		deadline.start();
		await().during(LIMIT.multipliedBy(3)).until(() -> this.halts.get() == 0);
		deadline.stop();
	}

	@Test
	void isNotThereWithoutTheShutdownHookOfSpringBoot() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
			.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
					"sticky-cluster.workers.count=1");
		runner.run((context) -> assertThat(context).hasSingleBean(ShutdownDeadline.class));
		runner.withPropertyValues("spring.main.register-shutdown-hook=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ShutdownDeadline.class));
	}

	private ShutdownDeadline.Watch watch(boolean ranOut) {
		return new ShutdownDeadline.Watch(LIMIT.toNanos(), () -> ranOut, this.halts::incrementAndGet);
	}

	/**
	 * Contexts of other tests may have theirs.
	 */
	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("sticky-cluster-shutdown"))
			.count();
	}

}
