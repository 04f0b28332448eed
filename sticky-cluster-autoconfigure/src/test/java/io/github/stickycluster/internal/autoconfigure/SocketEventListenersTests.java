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

import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.RoomJoinedEvent;
import io.github.stickycluster.autoconfigure.RoomLeftEvent;
import io.github.stickycluster.autoconfigure.SocketConnectedEvent;
import io.github.stickycluster.autoconfigure.SocketEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of which events about sockets are published, and how fast.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketEventListenersTests {

	@Test
	void nothingIsHeardWithoutListeners() {
		assertThat(heard()).isEmpty();
	}

	@Test
	void listenersOfAllEventsDoNotCount() {
		assertThat(heard(EveryEvent.class, EveryMethod.class)).isEmpty();
	}

	@Test
	void aMethodIsHeard() {
		assertThat(heard(EveryEvent.class, Method.class)).containsExactly(SocketConnectedEvent.class);
	}

	@Test
	void aListenerOfTheBaseTypeHearsAll() {
		assertThat(heard(Base.class)).hasSize(6);
	}

	@Test
	void aLambdaExpressionAndALazyBeanAreHeard() {
		assertThat(heard(Beans.class)).containsExactlyInAnyOrder(RoomJoinedEvent.class, RoomLeftEvent.class);
	}

	@Test
	void aListenerOfTheParentIsHeard() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Method.class);
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(parent);
			child.refresh();
			assertThat(SocketEventListeners.heard(child)).containsExactly(SocketConnectedEvent.class);
		}
	}

	@Test
	void dropsWhatASlowListenerCannotTake(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Slow.class)) {
			Slow slow = context.getBean(Slow.class);
			SocketEventPublisher publisher = new SocketEventPublisher(context, Set.of(RoomJoinedEvent.class), 2);
			publisher.publish(new RoomJoinedEvent(this, client(), "first"));
			await().until(() -> slow.rooms.contains("first"));
			for (String room : new String[] { "second", "third", "dropped" }) {
				publisher.publish(new RoomJoinedEvent(this, client(), room));
			}
			slow.go.countDown();
			publisher.close();
			assertThat(slow.rooms).containsExactly("first", "second", "third");
			await().untilAsserted(
					() -> assertThat(output).contains("The listeners of socket events are slower than the events"));
		}
	}

	private static Set<Class<? extends SocketEvent>> heard(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			if (beans.length > 0) {
				context.register(beans);
			}
			context.refresh();
			return SocketEventListeners.heard(context);
		}
	}

	private static SocketIOClient client() {
		return (SocketIOClient) Proxy.newProxyInstance(SocketIOClient.class.getClassLoader(),
				new Class<?>[] { SocketIOClient.class }, (proxy, method, args) -> null);
	}

	static class EveryEvent implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	static class EveryMethod {

		@EventListener
		void every(Object event) {
		}

	}

	static class Method {

		@EventListener
		void connected(SocketConnectedEvent event) {
		}

	}

	static class Base implements ApplicationListener<SocketEvent> {

		@Override
		public void onApplicationEvent(SocketEvent event) {
		}

	}

	static class LazyListener implements ApplicationListener<RoomLeftEvent> {

		@Override
		public void onApplicationEvent(RoomLeftEvent event) {
		}

	}

	static class Slow {

		private final CountDownLatch go = new CountDownLatch(1);

		private final Queue<String> rooms = new ConcurrentLinkedQueue<>();

		@EventListener
		void joined(RoomJoinedEvent event) throws InterruptedException {
			this.rooms.add(event.getRoom());
			this.go.await();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		ApplicationListener<RoomJoinedEvent> joined() {
			return (event) -> {
			};
		}

		@Bean
		@Lazy
		LazyListener left() {
			return new LazyListener();
		}

	}

}
