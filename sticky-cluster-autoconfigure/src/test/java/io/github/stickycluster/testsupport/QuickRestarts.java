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

package io.github.stickycluster.testsupport;

import java.time.Duration;

import io.github.stickycluster.internal.worker.supervision.OperationSettings;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Lets a test's application restart failed workers sooner than any user's does, by the
 * properties {@code test.restart-backoff} and {@code test.restart-attempts}.
 */
public class QuickRestarts implements BeanPostProcessor {

	private final Environment environment;

	QuickRestarts(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof OperationSettings settings) {
			return new OperationSettings(settings.blockedAfter(), settings.restartAfter(), settings.drainTimeout(),
					settings.disconnectWindow(),
					this.environment.getProperty("test.restart-backoff", Duration.class, settings.restartBackoff()),
					this.environment.getProperty("test.restart-attempts", Integer.class, settings.restartAttempts()));
		}
		return bean;
	}

}
