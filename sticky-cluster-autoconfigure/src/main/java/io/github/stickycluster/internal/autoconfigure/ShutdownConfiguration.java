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

import io.github.stickycluster.internal.memory.NodeMemory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The deadline of the JVM's shutdown, where that is this application's: not in a servlet
 * container, and not where Spring Boot has no shutdown hook.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "spring.main.register-shutdown-hook", matchIfMissing = true)
class ShutdownConfiguration {

	@Bean
	ShutdownDeadline stickyClusterShutdownDeadline(NodeMemory memory, Environment environment) {
		return new ShutdownDeadline(GracefulShutdownSettings.phase(environment).plus(ShutdownDeadline.SLACK),
				() -> memory.timesOut() > 0);
	}

}
