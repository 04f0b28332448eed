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

package io.github.stickycluster.test.time;

import io.github.stickycluster.internal.transport.ShiftedTicker;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of an application that keeps the time of a {@link TestClock}. The
 * annotations of tests import it.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
public class TestClockConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TestClock stickyClusterTestClock() {
		return new TestClock();
	}

	@Bean
	ShiftedTicker stickyClusterTestTicker(TestClock clock) {
		return clock.ticker();
	}

}
