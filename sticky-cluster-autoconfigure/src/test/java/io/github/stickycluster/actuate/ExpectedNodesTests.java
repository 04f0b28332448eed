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

package io.github.stickycluster.actuate;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.stickycluster.internal.cluster.membership.Membership;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health of a node that expects others, as while the network has split the cluster.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.node-id=node", "sticky-cluster.cluster.expected-nodes=3" })
class ExpectedNodesTests {

	@Autowired
	private HealthIndicator stickyClusterHealthIndicator;

	@Autowired
	private Others others;

	@Test
	void nodesThatAreMissingDegradeTheNode() {
		assertThat(degraded())
			.containsExactly("1 of 3 expected nodes are in the cluster: others have failed, or the network is split");
		this.others.nodes = Set.of("b", "c");
		assertThat(degraded()).isEmpty();
		this.others.nodes = Set.of("b");
		assertThat(degraded()).singleElement().asString().startsWith("2 of 3 expected nodes");
		this.others.nodes = Set.of("b", "c", "d");
		assertThat(degraded()).isEmpty();
	}

	private List<String> degraded() {
		Health health = this.stickyClusterHealthIndicator.health();
		assertThat(health).isNotNull();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		return (health.getDetails().get("degraded") instanceof List<?> list)
				? list.stream().map(String::valueOf).toList() : List.of();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Primary
		Others others() {
			return new Others();
		}

	}

	static class Others implements Membership {

		private volatile Set<String> nodes = Set.of();

		@Override
		public Set<String> nodes() {
			return this.nodes;
		}

		@Override
		public void addJoinListener(Consumer<String> listener) {
			// The test needs none.
		}

		@Override
		public void addLeaveListener(Consumer<String> listener) {
			// The test needs none.
		}

	}

}
