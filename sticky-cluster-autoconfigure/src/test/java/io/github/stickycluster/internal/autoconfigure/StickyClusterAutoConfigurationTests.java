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

import java.util.ArrayList;
import java.util.List;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.actuate.StickyClusterActuatorAutoConfiguration;
import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterDisabledAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterPortInfoApplicationContextInitializer;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.metrics.StickyClusterMetrics;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.LocalSupervisor;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StickyClusterAutoConfiguration} and those that build on it.
 */
class StickyClusterAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new StickyClusterPortInfoApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class,
				StickyClusterDisabledAutoConfiguration.class, StickyClusterActuatorAutoConfiguration.class,
				StickyClusterMetricsAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=2", "sticky-cluster.node-id=node");

	@Test
	void startsTheWorkersAndTheDispatcher() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(SocketCluster.class).hasSingleBean(StickyClusterMetrics.class);
			assertThat(context.getBean(WorkerRegistry.class).localWorkers()).extracting(LocalWorker::id)
				.containsExactly("node-1", "node-2");
			Integer port = context.getEnvironment().getProperty("local.sticky-cluster.port", Integer.class);
			assertThat(context.getBean(Dispatcher.class).address()).isNotNull()
				.satisfies((address) -> assertThat(address.getPort()).isEqualTo(port));
		});
	}

	@Test
	void everyWorkerHasAPortOfItsOwnOnLoopback() {
		this.runner.run((context) -> assertThat(context.getBean(WorkerRegistry.class).localWorkers())
			.extracting(LocalWorker::port)
			.doesNotHaveDuplicates()
			.allSatisfy((port) -> assertThat(port).isPositive()));
	}

	@Test
	void oneWorkerForEachProcessorByDefault() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
			.withPropertyValues("sticky-cluster.port=0")
			.run((context) -> assertThat(context.getBean(WorkerSettings.class).count())
				.isEqualTo(Runtime.getRuntime().availableProcessors()));
	}

	@Test
	void disabledStartsNothing() {
		this.runner.withPropertyValues("sticky-cluster.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Dispatcher.class)
				.doesNotHaveBean(LocalSupervisor.class)
				.doesNotHaveBean(StickyClusterEndpoint.class)
				.doesNotHaveBean(StickyClusterMetrics.class)
				.doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void disabledStillSendsToNobody() {
		this.runner.withPropertyValues("sticky-cluster.enabled=false").run((context) -> {
			context.getBean(SocketCluster.class).to("room").emit("event", "to nobody");
			assertThat(context.getBean(SocketCluster.class).count().join()).isZero();
		});
	}

	@Test
	void withoutNettySocketIoNothingIsConfigured() {
		this.runner.withClassLoader(new FilteredClassLoader(SocketIOServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Dispatcher.class));
	}

	@Test
	void withoutMicrometerTheClusterStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Dispatcher.class)
				.doesNotHaveBean("stickyClusterMetrics"));
	}

	@Test
	void theShutdownHasADeadlineWhereItIsTheApplicationsOwn() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ShutdownDeadline.class));
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web"))
			.run((context) -> assertThat(context).hasSingleBean(ShutdownDeadline.class));
		this.runner.withPropertyValues("spring.main.register-shutdown-hook=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ShutdownDeadline.class));
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
			.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1")
			.run((context) -> assertThat(context).as("deployed in a servlet container")
				.doesNotHaveBean(ShutdownDeadline.class));
	}

	@Test
	void customizersSeeEachConfigurationAndEachServer() {
		RecordingCustomizer customizer = new RecordingCustomizer();
		this.runner.withBean(SocketIoServerCustomizer.class, () -> customizer).run((context) -> {
			assertThat(customizer.seen).containsExactly("configuration node-1 port -1", "server node-1",
					"configuration node-2 port -1", "server node-2");
			assertThat(context.getBean(WorkerRegistry.class).localWorkers())
				.allSatisfy((worker) -> assertThat(worker.server().getNamespace("/added")).isNotNull());
		});
	}

	@Test
	void socketIoDefaultsAreThoseOfSocketIo() {
		RecordingCustomizer customizer = new RecordingCustomizer();
		this.runner.withBean(SocketIoServerCustomizer.class, () -> customizer).run((context) -> {
			Configuration configuration = customizer.configurations.get(0);
			assertThat(configuration.getContext()).isEqualTo("/socket.io");
			assertThat(configuration.getPingInterval()).isEqualTo(25_000);
			assertThat(configuration.getPingTimeout()).isEqualTo(20_000);
			assertThat(configuration.getUpgradeTimeout()).isEqualTo(10_000);
			assertThat(configuration.getMaxHttpContentLength()).isEqualTo(1_000_000);
			assertThat(configuration.getMaxFramePayloadLength()).isEqualTo(1_000_000);
		});
	}

	@Test
	void healthIsUpWhileItRunsAndDownAfterwards() {
		this.runner.run((context) -> {
			HealthIndicator health = context.getBean(HealthIndicator.class);
			assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
			assertThat(health.health().getDetails().get("workers")).asString()
				.contains("node-1=WorkerHealth[state=UP", "node-2=WorkerHealth[state=UP");
			context.getBean(DispatcherLifecycle.class).stop();
			assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");
		});
	}

	private static final class RecordingCustomizer implements SocketIoServerCustomizer {

		private final List<String> seen = new ArrayList<>();

		private final List<Configuration> configurations = new ArrayList<>();

		@Override
		public void customize(Configuration configuration, String workerId) {
			this.seen.add("configuration " + workerId + " port " + configuration.getPort());
			this.configurations.add(configuration);
		}

		@Override
		public void customize(SocketIOServer server, String workerId) {
			server.addNamespace("/added");
			this.seen.add("server " + workerId);
		}

	}

}
