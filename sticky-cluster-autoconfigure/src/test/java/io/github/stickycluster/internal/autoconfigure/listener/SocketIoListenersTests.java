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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnDisconnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterPortInfoApplicationContextInitializer;
import io.github.stickycluster.test.SocketTestClient;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SocketIoListeners}: beans of every kind hear their clients.
 */
class SocketIoListenersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new StickyClusterPortInfoApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=2");

	@Test
	void aPlainBeanHearsConnectEventsAndDisconnect() {
		this.runner.withBean(PlainListener.class).run((context) -> {
			PlainListener listener = context.getBean(PlainListener.class);
			try (SocketTestClient client = connect(context)) {
				client.emitWithAck("nothing").expect().hasArguments("nothing");
				client.emitWithAck("one", "a").expect().hasArguments("a");
				client.emitWithAck("two", "a", 2).expect().hasArguments("a", 2);
				client.emitWithAck("inherited").expect().hasArguments("inherited");
			}
			await().untilAsserted(() -> assertThat(listener.heard).containsExactly("connect", "disconnect"));
		});
	}

	@Test
	void theContractIsThatOfTheAnnotationUnlessAPropertyChoosesIt() {
		assertAcks("by-annotation", new Object[] { "own" }, new Object[0]);
		assertAcks("spring", new Object[] { "own" }, new Object[] { "stock" });
		assertAcks("stock", new Object[0], new Object[0]);
	}

	private void assertAcks(String contract, Object[] own, Object[] stock) {
		this.runner.withPropertyValues("sticky-cluster.listeners.contract=" + contract)
			.withBean(BothAnnotations.class)
			.run((context) -> {
				try (SocketTestClient client = connect(context)) {
					client.emitWithAck("own").expect().hasArguments(own);
					client.emitWithAck("stock").expect().hasArguments(stock);
				}
			});
	}

	@Test
	void aClassProxyIsCalledThroughItsAdvice() {
		this.runner.withUserConfiguration(Advised.class).withBean(AdvisedListener.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				client.emitWithAck("advised").expect().hasArguments("field");
			}
			assertThat(context.getBean(Advice.class).calls).containsExactly("advised");
		});
	}

	@Test
	void aPrivateMethodOfAProxyIsRefusedWithTheFix() {
		this.runner.withUserConfiguration(Advised.class)
			.withBean(PrivateListener.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidSocketIoListenerException.class)
				.rootCause()
				.hasMessageContaining("PrivateListener.hidden")
				.hasMessageContaining("cannot be called through the proxy"));
	}

	@Test
	void aListenerOfTwoEventsInTwoBeansIsCalledInBoth() {
		this.runner.withBean("first", CountingListener.class)
			.withBean("second", CountingListener.class)
			.run((context) -> {
				try (SocketTestClient client = connect(context)) {
					client.emit("count");
					await().untilAsserted(() -> assertThat(context.getBeansOfType(CountingListener.class).values())
						.allSatisfy((listener) -> assertThat(listener.counted).hasSize(1)));
				}
			});
	}

	@Test
	void genericArgumentsArriveAsTheirTypes() {
		this.runner.withBean(GenericListener.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				Map<String, Object> seat = Map.of("row", 3, "letter", "C");
				client.emitWithAck("seats", List.of(seat)).expect().hasArguments("3C");
			}
		});
	}

	@Test
	void resolvesTheTypeVariablesOfInheritedListeners() {
		this.runner.withBean(SeatListener.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				Map<String, Object> seat = Map.of("row", 3, "letter", "C");
				List<Object> seats = List.of(seat);
				client.emitWithAck("item", seat).expect().hasArguments("Seat[row=3, letter=C]");
				client.emitWithAck("list", seats).expect().hasArguments("Seat[row=3, letter=C]");
				client.emitWithAck("array", seats).expect().hasArguments("Seat[row=3, letter=C]");
				client.emitWithAck("nested", Map.of("a", List.of(seats)))
					.expect()
					.hasArguments("Seat[row=3, letter=C]");
				client.emitWithAck("more", "x", seat).expect().hasArguments("x Seat[row=3, letter=C]");
			}
		});
	}

	@Test
	void resolvesTypeVariablesByTheReturnTypeOfTheBeansMethod() {
		this.runner.withUserConfiguration(SeatsByFactory.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				Map<String, Object> seat = Map.of("row", 3, "letter", "C");
				client.emitWithAck("list", List.of(seat)).expect().hasArguments("Seat[row=3, letter=C]");
			}
		});
	}

	@Test
	void readsAVariableThatNothingIsSaidOfAsItsBound() {
		this.runner.withBean(BoundedListener.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				client.emitWithAck("bounded", 7).expect().hasArguments("Integer");
			}
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void takesAMissingArgumentForNull(CapturedOutput output) {
		this.runner.withBean(MissingListener.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				client.emitWithAck("optional", "a").expect().hasArguments("a Optional.empty OptionalInt.empty null");
				client.emit("primitive", "a");
				client.emitWithAck("primitive", "b", 2).expect().hasArguments("b2");
				assertThat(context.getBean(MissingListener.class).heard).containsExactly("b2");
			}
		});
		assertThat(output).contains("The arguments of event 'primitive' in namespace / do not match")
			.doesNotContain("IllegalArgumentException");
	}

	@Test
	void aListenerMayTakeFewerArgumentsThanAnother() {
		this.runner.withBean(GenericListener.class).withBean(FirstListener.class).run((context) -> {
			try (SocketTestClient client = connect(context)) {
				client.emitWithAck("pair", "a", 2).expect().hasArguments("a2");
				assertThat(context.getBean(FirstListener.class).first).containsExactly("a");
			}
		});
	}

	private static SocketTestClient connect(ApplicationContext context) {
		int port = context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
		return SocketTestClient.bindToPort(port).timeout(Duration.ofSeconds(20)).connect();
	}

	static class BaseListener {

		@OnEvent("inherited")
		void inherited(AckRequest ack) {
			ack.sendAckData("inherited");
		}

	}

	static class PlainListener extends BaseListener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@OnConnect
		@SuppressWarnings("UnusedMethod")
		private void connected() {
			this.heard.add("connect");
		}

		@OnDisconnect
		void disconnected(SocketIOClient client) {
			this.heard.add("disconnect");
		}

		@OnEvent("nothing")
		void nothing(AckRequest ack) {
			ack.sendAckData("nothing");
		}

		@OnEvent("one")
		void one(String first, SocketIOClient client, AckRequest ack) {
			ack.sendAckData(first);
		}

		@OnEvent("two")
		void two(SocketIOClient client, String first, AckRequest ack, int second) {
			ack.sendAckData(first, second);
		}

	}

	static class AdvisedListener {

		private final String field = "field";

		@OnEvent("advised")
		void advised(AckRequest ack) {
			ack.sendAckData(this.field);
		}

	}

	static class PrivateListener {

		@OnEvent("hidden")
		@SuppressWarnings("UnusedMethod")
		private void hidden() {
		}

		void visible() {
		}

	}

	static class GenericListener {

		@OnEvent("seats")
		void seats(List<Seat> seats, AckRequest ack) {
			Seat seat = seats.get(0);
			ack.sendAckData(seat.row() + seat.letter());
		}

		@OnEvent("pair")
		void pair(String first, int second, AckRequest ack) {
			ack.sendAckData(first + second);
		}

		record Seat(int row, String letter) {

		}

	}

	interface Listing<T> {

		@OnEvent("list")
		default void list(List<T> items, AckRequest ack) {
			ack.sendAckData(items.get(0).toString());
		}

	}

	abstract static class ItemListener<N, T> implements Listing<T> {

		@OnEvent("item")
		void item(T item, AckRequest ack) {
			ack.sendAckData(describe(item));
		}

		abstract String describe(T item);

		@OnEvent("array")
		void array(T[] items, AckRequest ack) {
			ack.sendAckData(items[0].toString());
		}

		@OnEvent("nested")
		void nested(Map<String, ? extends List<List<? extends T>>> items, AckRequest ack) {
			T item = items.get("a").get(0).get(0);
			item(item, ack);
		}

		@OnEvent("more")
		void more(N name, SocketIOClient client, T item, AckRequest ack) {
			ack.sendAckData(name + " " + item);
		}

	}

	abstract static class NamedItemListener<T> extends ItemListener<String, T> {

	}

	static class SeatListener extends NamedItemListener<GenericListener.Seat> {

		@Override
		String describe(GenericListener.Seat seat) {
			return seat.toString();
		}

	}

	static class AnyListing<T> implements Listing<T> {

	}

	@Configuration(proxyBeanMethods = false)
	static class SeatsByFactory {

		@Bean
		AnyListing<GenericListener.Seat> seats() {
			return new AnyListing<>();
		}

	}

	static class BoundedListener<T extends Number & Comparable<T>> {

		@OnEvent("bounded")
		void bounded(T number, AckRequest ack) {
			ack.sendAckData(number.getClass().getSimpleName());
		}

	}

	static class MissingListener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@OnEvent("optional")
		void optional(String first, Optional<String> second, OptionalInt third, List<String> fourth, AckRequest ack) {
			ack.sendAckData(first + " " + second + " " + third + " " + fourth);
		}

		@OnEvent("primitive")
		void primitive(String first, int second, AckRequest ack) {
			this.heard.add(first + second);
			ack.sendAckData(first + second);
		}

	}

	static class FirstListener {

		private final List<String> first = new CopyOnWriteArrayList<>();

		@OnEvent("pair")
		void pair(String first) {
			this.first.add(first);
		}

	}

	static class CountingListener {

		private final List<String> counted = new CopyOnWriteArrayList<>();

		@OnEvent("count")
		void count() {
			this.counted.add("count");
		}

	}

	@EnableAspectJAutoProxy
	static class Advised {

		@Bean
		Advice advice() {
			return new Advice();
		}

	}

	@Aspect
	static class Advice {

		private final List<String> calls = new ArrayList<>();

		@Before("execution(* *..AdvisedListener.*(..)) || execution(* *..PrivateListener.*(..))")
		void before(JoinPoint call) {
			this.calls.add(call.getSignature().getName());
		}

	}

	static class BothAnnotations {

		@io.github.stickycluster.socketio.OnEvent("own")
		String own() {
			return "own";
		}

		@OnEvent("stock")
		String stock() {
			return "stock";
		}

	}

}
