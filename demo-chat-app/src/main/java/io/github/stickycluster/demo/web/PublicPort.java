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

package io.github.stickycluster.demo.web;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Knows the cluster's public port, once it is bound.
 */
@Component
class PublicPort {

	private static final int DEFAULT = 9092;

	private final Environment environment;

	PublicPort(Environment environment) {
		this.environment = environment;
	}

	int get() {
		int configured = this.environment.getProperty("sticky-cluster.port", Integer.class, DEFAULT);
		return this.environment.getProperty("local.sticky-cluster.port", Integer.class, configured);
	}

}
