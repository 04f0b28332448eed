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

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.test.PendingAck;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.RawWebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Listeners off the event loop: a client whose listener blocks keeps nobody else waiting.
 */
class ListenerExecutorTests {

	private static final int QUEUE_CAPACITY = 128;

	@Test
	void aListenerThatBlocksKeepsOnlyItsOwnClientWaiting() {
		blocksOnlyItsOwnClient("listenerExecutor");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads need Java 21")
	void aListenerOnAVirtualThreadMayBlock() {
		blocksOnlyItsOwnClient("virtual-threads");
	}

	@Test
	@DisabledForJreRange(min = JRE.JAVA_21, disabledReason = "Java has virtual threads from 21 on")
	void virtualThreadsNeedTheirJava() {
		assertThatException().isThrownBy(() -> start("virtual-threads"))
			.withStackTraceContaining("sticky-cluster.listeners.executor")
			.withStackTraceContaining("Virtual threads need Java 21 or later");
	}

	@Test
	void theCallsOfOneClientKeepTheirOrderEvenBeyondTheQueue() {
		try (ConfigurableApplicationContext context = start("listenerExecutor");
				SocketTestClient client = connect(context)) {
			IntStream.range(0, 200).forEach((number) -> client.emit("echo", number));
			IntStream.range(0, 200).forEach((number) -> client.expect("echo", Integer.class).isEqualTo(number));
		}
	}

	@Test
	void aClientWhoseListenerBlocksIsNotReadFromBeyondTheQueue() {
		int events = 1500;
		try (ConfigurableApplicationContext context = start("listenerExecutor");
				SocketTestClient other = connect(context);
				RawWebSocket blocked = RawWebSocket.open(port(context), "/socket.io/?EIO=4&transport=websocket")) {
			Listener listener = context.getBean(Listener.class);
			LocalWorker worker = context.getBean(WorkerRegistry.class).localWorkers().get(0);
			blocked.text();
			blocked.send("40").text();
			blocked.send("42[\"block\"]");
			await().until(() -> listener.begun.getCount() == 0);
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			IntStream.range(0, events)
				.forEach((number) -> all
					.writeBytes(Frame.text("42[\"echo\"," + " ".repeat(2_000) + number + "]").masked()));
			blocked.wire().send(all.toByteArray());
			await().until(() -> worker.pendingCalls() >= QUEUE_CAPACITY);
			// Meanwhile the one event loop could read everything, many times over.
			IntStream.range(0, 20).forEach((turn) -> other.emitWithAck("thread").expect());
			// What one read brings may be more than the queue has room for.
			assertThat(worker.pendingCalls()).isLessThan(events / 2);
			listener.released.countDown();
			IntStream.range(0, events)
				.forEach((number) -> assertThat(blocked.text()).isEqualTo("42[\"echo\"," + number + "]"));
		}
	}

	private static void blocksOnlyItsOwnClient(String executor) {
		try (ConfigurableApplicationContext context = start(executor);
				SocketTestClient blocked = connect(context);
				SocketTestClient other = connect(context)) {
			Listener listener = context.getBean(Listener.class);
			PendingAck answer = blocked.emitWithAck("block");
			await().until(() -> listener.begun.getCount() == 0);
			assertThat(other.emitWithAck("thread").expect(String.class).value())
				.doesNotStartWith("sticky-cluster-node-1-");
			answer.expectNone(Duration.ZERO);
			listener.released.countDown();
			answer.expect().hasArguments("released");
		}
	}

	private static SocketTestClient connect(ConfigurableApplicationContext context) {
		return SocketTestClient.bindToPort(port(context)).timeout(Duration.ofSeconds(20)).connect();
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getBean(Environment.class).getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	private static ConfigurableApplicationContext start(String executor) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
					"sticky-cluster.workers.threads=1", "sticky-cluster.node-id=node",
					"sticky-cluster.listeners.executor=" + executor)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

		@Bean
		TaskExecutor listenerExecutor() {
			return new SimpleAsyncTaskExecutor("listener-");
		}

	}

	static class Listener {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		@OnEvent("block")
		void block(AckRequest ack) throws InterruptedException {
			this.begun.countDown();
			boolean released = this.released.await(10, TimeUnit.SECONDS);
			ack.sendAckData(released ? "released" : "gave up");
		}

		@OnEvent("thread")
		void thread(AckRequest ack) {
			ack.sendAckData(Thread.currentThread().getName());
		}

		@OnEvent("echo")
		void echo(SocketIOClient client, Integer number) {
			client.sendEvent("echo", number);
		}

	}

}
