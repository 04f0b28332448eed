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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import com.sun.management.ThreadMXBean;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.nettysocketio.ListenerObserver;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.metrics.DefaultSocketIoListenerObservationConvention;
import io.github.stickycluster.metrics.SocketIoListenerObservationContext;
import io.github.stickycluster.metrics.SocketIoListenerObservationConvention;
import io.github.stickycluster.test.SocketTestClient;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The calls of listeners are observed where somebody asks for it, and timed otherwise.
 */
class ListenerObservationTests {

	@ParameterizedTest
	@ValueSource(strings = { "event-loop", "listenerExecutor" })
	void aCallIsAnObservationThatIsCurrentWhileTheListenerRuns(String executor) {
		try (ConfigurableApplicationContext context = start(Tested.class,
				"sticky-cluster.listeners.executor=" + executor); SocketTestClient client = connect(context)) {
			client.emitWithAck("good", 1).expect();
			Observation current = taken(context);
			assertThat(current).isNotNull();
			assertThat(current.getContext().getName()).isEqualTo("sticky.cluster.listener");
			client.emit("bad", 1);
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
				.hasObservationWithNameEqualTo("sticky.cluster.listener")
				.that()
				.hasBeenStopped());
			await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
				.hasAnObservation((observation) -> observation.hasContextualNameEqualTo("socket.io bad")
					.hasError()
					.thenError()
					.isInstanceOf(UnsupportedOperationException.class)));
			TestObservationRegistryAssert.assertThat(registry)
				.hasAnObservation((observation) -> observation.hasContextualNameEqualTo("socket.io good")
					.doesNotHaveError()
					.hasLowCardinalityKeyValue("namespace", "/")
					.hasLowCardinalityKeyValue("event", "good")
					.hasHighCardinalityKeyValue("worker", "node-1")
					.hasHighCardinalityKeyValueWithKey("socket.id"))
				.hasAnObservation((observation) -> observation.hasContextualNameEqualTo("socket.io connect"));
			assertThat(registry.getCurrentObservation()).as("of this thread").isNull();
		}
	}

	@Test
	void whereNothingButMetersHandlesObservationsCallsAreOnlyTimed() {
		try (ConfigurableApplicationContext context = start(Metered.class);
				SocketTestClient client = connect(context)) {
			client.emitWithAck("good", 1).expect();
			assertThat(taken(context)).isNull();
			client.emit("bad", 1);
			client.emit("nobody-listens", 1);
			await()
				.untilAsserted(() -> assertThat(count(context, "bad", "UnsupportedOperationException")).isEqualTo(1));
			assertThat(count(context, "good", KeyValue.NONE_VALUE)).isEqualTo(1);
			assertThat(count(context, "connect", KeyValue.NONE_VALUE)).isEqualTo(1);
			assertThat(context.getBean(MeterRegistry.class).find("sticky.cluster.listener").timers())
				.extracting((timer) -> timer.getId().getTag("event"))
				.containsExactlyInAnyOrder("connect", "good", "bad");
			Timer good = context.getBean(MeterRegistry.class)
				.get("sticky.cluster.listener")
				.tag("event", "good")
				.timer();
			assertThat(good.takeSnapshot().histogramCounts()).hasSize(12);
			CountAtBucket last = good.takeSnapshot().histogramCounts()[11];
			assertThat(last.bucket(TimeUnit.SECONDS)).isEqualTo(10);
			assertThat(last.count()).isEqualTo(1);
		}
	}

	@Test
	void aHandlerOfTheApplicationHasThemObservedAndTimedOnce() {
		try (ConfigurableApplicationContext context = start(Traced.class); SocketTestClient client = connect(context)) {
			client.emitWithAck("good", 1).expect();
			assertThat(taken(context)).isNotNull();
			await().untilAsserted(() -> assertThat(count(context, "good", KeyValue.NONE_VALUE)).isEqualTo(1));
			assertThat(context.getBean(MeterRegistry.class).find("sticky.cluster.listener").tagKeys("region").timers())
				.as("the application's convention adds a key")
				.isNotEmpty();
		}
	}

	@Test
	void aPredicateThatKeepsThemFromBeingObservedLeavesThemTimed() {
		try (ConfigurableApplicationContext context = start(Traced.class,
				"management.observations.enable.sticky.cluster=false"); SocketTestClient client = connect(context)) {
			client.emitWithAck("good", 1).expect();
			assertThat(taken(context)).isNull();
			await().untilAsserted(() -> assertThat(count(context, "good", KeyValue.NONE_VALUE)).isEqualTo(1));
		}
	}

	@Test
	void nobodyIsToldWhereNobodyAsks() {
		assertThat(new ListenerObservations(null, null, null).observer("node-1")).isNull();
		assertThat(new ListenerObservations(null, ObservationRegistry.NOOP, null).observer("node-1")).isNull();
		assertThat(new ListenerObservations(null, ObservationRegistry.create(), null).observer("node-1")).isNull();
	}

	@Test
	void moreEventsThanAMeterSystemShouldBeGivenShareOneTimer() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		ListenerTimers timers = new ListenerTimers(registry, new EventNames());
		for (int i = 0; i < 1000; i++) {
			timers.end(null, "/", "event-" + i, 1, null);
			timers.end(null, "/", "event-" + i, 1, new IllegalStateException());
		}
		assertThat(registry.find("sticky.cluster.listener").timers()).hasSize(2 * EventNames.MOST + 2);
		assertThat(registry.get("sticky.cluster.listener").tag("event", "other").tag("error", "none").timer().count())
			.isEqualTo(1000 - EventNames.MOST);
	}

	@Test
	void timingACallAllocatesNothing() {
		MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.config().meterFilter(new ListenerTimerBuckets());
		ListenerObserver timers = Objects.requireNonNull(new ListenerObservations(registry, null, null).observer("a"));
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		SocketIoSocket nobody = Mockito.mock(SocketIoSocket.class);
		long calls = 50_000;
		time(timers, nobody, calls);
		long before = threads.getCurrentThreadAllocatedBytes();
		time(timers, nobody, calls);
		// Some bytes are the registry's when its window for the maximum moves on.
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(calls);
	}

	private static void time(ListenerObserver timers, SocketIoSocket nobody, long calls) {
		for (long i = 0; i < calls; i++) {
			Object begun = timers.begin("/", "message", nobody);
			timers.end(begun, "/", "message", 1000, null);
		}
	}

	@Test
	void aConventionThatFailsKeepsNoListenerFromBeingCalled() {
		try (ConfigurableApplicationContext context = start(Broken.class); SocketTestClient client = connect(context)) {
			client.emitWithAck("good", 1).expect();
			assertThat(taken(context)).isNull();
		}
	}

	private static Observation taken(ConfigurableApplicationContext context) {
		try {
			return Objects
				.requireNonNull(context.getBean(Listener.class).current.poll(10, TimeUnit.SECONDS)).observation;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long count(ConfigurableApplicationContext context, String event, String error) {
		Timer timer = context.getBean(MeterRegistry.class)
			.find("sticky.cluster.listener")
			.tags("namespace", "/", "event", event, "error", error)
			.timer();
		return (timer != null) ? timer.count() : 0;
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
		return new SpringApplicationBuilder(configuration, Listeners.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
					"sticky-cluster.node-id=node", "server.shutdown=immediate")
			.properties(properties)
			.run();
	}

	private static SocketTestClient connect(ConfigurableApplicationContext context) {
		int port = Objects.requireNonNull(context.getBean(Dispatcher.class).address()).getPort();
		return SocketTestClient.bindToPort(port).timeout(Duration.ofSeconds(20)).connect();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Listeners {

		@Bean
		Listener listener(ObservationRegistry registry) {
			return new Listener(registry);
		}

		@Bean
		TaskExecutor listenerExecutor() {
			return new SimpleAsyncTaskExecutor("listener-");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tested {

		@Bean
		TestObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

		@Bean
		ObservationHandler<Observation.Context> tracing() {
			return (context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Metered {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Traced {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationHandler<Observation.Context> tracing() {
			return (context) -> true;
		}

		@Bean
		SocketIoListenerObservationConvention convention() {
			return new DefaultSocketIoListenerObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(SocketIoListenerObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("region", "here");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Broken {

		@Bean
		ObservationHandler<Observation.Context> tracing() {
			return (context) -> true;
		}

		@Bean
		SocketIoListenerObservationConvention convention() {
			return new DefaultSocketIoListenerObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(SocketIoListenerObservationContext context) {
					throw new IllegalStateException("a convention that fails");
				}

			};
		}

	}

	static class Listener {

		private final ObservationRegistry registry;

		private final BlockingQueue<Current> current = new LinkedBlockingQueue<>();

		Listener(ObservationRegistry registry) {
			this.registry = registry;
		}

		@OnConnect
		void connected(SocketIOClient client) {
			client.joinRoom("all");
		}

		@OnEvent("good")
		void good(int number, AckRequest ack) {
			this.current.add(new Current(this.registry.getCurrentObservation()));
			ack.sendAckData(number);
		}

		@OnEvent("bad")
		void bad(int number) {
			throw new UnsupportedOperationException("bad " + number);
		}

		record Current(Observation observation) {

		}

	}

}
