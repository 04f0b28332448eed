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

package io.github.stickycluster.demo.chat;

import java.lang.management.ManagementFactory;
import java.util.stream.DoubleStream;

import com.sun.management.OperatingSystemMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures what the context of a slice costs, and that of the whole application; only
 * where {@code -Dmeasure=true} asks for it.
 */
@EnabledIfSystemProperty(named = "measure", matches = "true")
class ContextStartTests {

	private static final Logger logger = LoggerFactory.getLogger(ContextStartTests.class);

	private static final int ROUNDS = 5;

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	@Test
	void aSliceStartsInAFractionOfTheApplication() {
		double slice = seconds(ChatListenersTests.class);
		double application = seconds(ChatEventsTests.class);
		logger.info("Processor time of a context's start: slice {} s, application {} s", slice, application);
		assertThat(slice).isLessThan(application / 2);
	}

	/**
	 * The shortest of some starts, after one that loads classes.
	 */
	private double seconds(Class<?> test) {
		start(test);
		return DoubleStream.generate(() -> start(test)).limit(ROUNDS).min().orElseThrow();
	}

	private double start(Class<?> test) {
		TestContext context = new TestContextManager(test).getTestContext();
		long before = this.system.getProcessCpuTime();
		assertThat(context.getApplicationContext()).isNotNull();
		double seconds = (this.system.getProcessCpuTime() - before) / 1e9;
		context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		return seconds;
	}

}
