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

package io.github.stickycluster.test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The {@link ContractApplication}, running on a free port.
 */
record ContractServer(ConfigurableApplicationContext context) implements AutoCloseable {

	static ContractServer start(String... arguments) {
		return new ContractServer(new SpringApplicationBuilder(ContractApplication.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2",
					"sticky-cluster.socket-io.ping-interval=300ms", "sticky-cluster.socket-io.ping-timeout=2s",
					"server.shutdown=immediate")
			.run(arguments));
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
