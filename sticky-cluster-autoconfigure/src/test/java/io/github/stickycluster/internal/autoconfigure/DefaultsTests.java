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

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.testkit.TestDefaults;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the core's tests run with the defaults of applications.
 */
class DefaultsTests {

	private final StickyClusterProperties properties = Binder
		// How many connections there may be is the process's own; FileDescriptorsTests.
		.get(new MockEnvironment().withProperty("sticky-cluster.limits.max-connections", "0"))
		.bindOrCreate("sticky-cluster", StickyClusterProperties.class);

	@Test
	void testsHaveTheDefaultsOfApplications() {
		assertThat(PropertiesMapper.limitSettings(this.properties.limits())).isEqualTo(TestDefaults.LIMITS);
		assertThat(PropertiesMapper.operationSettings(this.properties.workers())).isEqualTo(TestDefaults.OPERATIONS);
		assertThat(ClientAddressMapper.settings(this.properties.clientAddress())).usingRecursiveComparison()
			.isEqualTo(TestDefaults.CLIENT_ADDRESS);
		assertThat(ClientAddressMapper.clientKey(this.properties.clientAddress())).isEqualTo(TestDefaults.CLIENT_KEY);
		assertThat(PropertiesMapper.engineSettings(this.properties, JsonMapper.shared()).engineIo())
			.isEqualTo(TestDefaults.ENGINE_IO);
	}

}
