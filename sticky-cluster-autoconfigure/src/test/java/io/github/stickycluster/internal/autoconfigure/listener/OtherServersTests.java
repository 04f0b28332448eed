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

package io.github.stickycluster.internal.autoconfigure.listener;

import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.annotation.SpringAnnotationScanner;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OtherServersCheck}: what a migration leaves behind.
 */
class OtherServersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1")
		.withUserConfiguration(Leftover.class);

	@Test
	void aServerThatIsLeftBehindFailsStartUp() {
		this.runner.run((context) -> assertThat(context).getFailure()
			.hasMessageContaining("'oldServer', 'oldScanner'")
			.hasMessageContaining("docs/migrate/netty-socketio.md"));
	}

	@Test
	void aServerMayStayForAMigrationPortByPort() {
		this.runner.withPropertyValues("sticky-cluster.other-servers=allow")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SocketIOServer.class));
	}

	static class Leftover {

		@Bean
		SocketIOServer oldServer() {
			return mock(SocketIOServer.class);
		}

		@Bean
		SpringAnnotationScanner oldScanner(SocketIOServer server) {
			return new SpringAnnotationScanner(server);
		}

	}

}
