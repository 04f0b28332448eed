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

package io.github.stickycluster.internal.metrics;

import io.github.stickycluster.internal.security.AccessRules;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of what the application's rules decide.
 */
public final class SecurityMetrics implements MeterBinder {

	private final AccessRules rules;

	/**
	 * Creates the binder.
	 * @param rules decide
	 */
	public SecurityMetrics(AccessRules rules) {
		this.rules = rules;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		new Meters(registry).counter(StickyClusterMeter.EVENTS_DENIED, this.rules, AccessRules::denied);
	}

}
