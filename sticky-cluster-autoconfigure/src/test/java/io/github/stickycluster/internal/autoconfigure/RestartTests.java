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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.OpenDescriptors;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * An application that starts and stops again and again leaves nothing behind.
 */
class RestartTests {

	private static final String THREAD_PREFIX = "sticky-cluster";

	/** Those of applications that other tests keep in this JVM. */
	private final Set<Thread> others = clusterThreads();

	@Test
	void twentyStartsAndStopsOnOnePortLeakNothing() throws Exception {
		int port = ChildProcess.freePort();
		startAndStop(port);
		long descriptors = OpenDescriptors.count();
		for (int i = 0; i < 20; i++) {
			startAndStop(port);
			await().untilAsserted(() -> assertThat(this.others).containsAll(clusterThreads()));
		}
		await().untilAsserted(() -> assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(descriptors));
	}

	@Test
	void anIdleApplicationWaitsForNothingWhenItStops() throws Exception {
		ConfigurableApplicationContext context = start(ChildProcess.freePort());
		long begin = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void aFailedStartLeavesNoThread() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			assertThatException().isThrownBy(() -> start(taken.getLocalPort()));
		}
		await().untilAsserted(() -> assertThat(this.others).containsAll(clusterThreads()));
	}

	private static void startAndStop(int port) {
		ConfigurableApplicationContext context = start(port);
		SocketTestClient.bindToPort(port).timeout(Duration.ofSeconds(20)).connect().close();
		context.close();
	}

	private static ConfigurableApplicationContext start(int port) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--sticky-cluster.address=127.0.0.1", "--sticky-cluster.port=" + port,
				"--sticky-cluster.workers.count=3", "--sticky-cluster.node-id=restart");
	}

	private static Set<Thread> clusterThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(THREAD_PREFIX))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

	}

}
