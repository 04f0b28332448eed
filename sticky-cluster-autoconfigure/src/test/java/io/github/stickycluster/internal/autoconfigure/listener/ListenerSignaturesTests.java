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

import java.security.Principal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnDisconnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.inherited.PackagePrivateListener;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.socketio.SocketNamespace;
import jakarta.validation.constraints.NotBlank;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listener methods that could never be called, or not with what they declare, fail the
 * start-up of the application.
 */
class ListenerSignaturesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1");

	@ParameterizedTest
	@MethodSource("refused")
	void failsStartUpWithTheMethodAndTheReason(Class<?> listener, String method, String reason) {
		refused(this.runner.withBean(listener), method, reason);
	}

	static Stream<Arguments> refused() {
		return Stream.of(Arguments.of(Varargs.class, "any", "it has a variable number of parameters"),
				Arguments.of(VarargsServerEvent.class, "any", "it has a variable number of parameters"),
				Arguments.of(AnInterface.class, "on", "its parameter of type java.lang.Runnable cannot be read"),
				Arguments.of(AnAbstractClass.class, "on", "Shape cannot be read"),
				Arguments.of(ElementsOfAnInterface.class, "on", "java.util.List<java.lang.Runnable> cannot be read"),
				Arguments.of(ValuesOfAnInterface.class, "on", "java.lang.Runnable>> cannot be read"),
				Arguments.of(OptionalOfAnInterface.class, "on", "java.lang.Runnable> cannot be read"),
				Arguments.of(KeysOfAnObject.class, "on", "cannot be read"),
				Arguments.of(WithoutConstructor.class, "on", "Hidden cannot be read"),
				Arguments.of(OfAnInnerClass.class, "on", "Inner cannot be read"),
				Arguments.of(ServerEventOfAnInterface.class, "on", "java.lang.Runnable cannot be read"),
				Arguments.of(OfTheCluster.class, "on", "SocketCluster cannot be read"),
				Arguments.of(OfAPrincipal.class, "on", "its parameter of type Principal would be read from data"),
				Arguments.of(OfAnAttribute.class, "on", "@RequestAttribute has no effect"),
				Arguments.of(OfAnUnfitHeader.class, "on", "the header 'accept' of the handshake cannot be converted"),
				Arguments.of(OfAnAbsentNumber.class, "on", "may be missing, which the type int does not allow"),
				Arguments.of(OfAnUnknownVariable.class, "on", "the namespace /tenant-{id} has no variable 'name'"),
				Arguments.of(OfAVariableWithoutAPattern.class, "on", "the namespace / has no variable 'id'"),
				Arguments.of(OfAMalformedPattern.class, "ListenerSignaturesTests$OfAMalformedPattern",
						"'/tenant-{id' is not a valid pattern"),
				Arguments.of(ServerEventOfAPattern.class, "on", "@PathVariable has no effect here"),
				Arguments.of(OfTheGenericHandshake.class, "on",
						"its parameter of type HandshakeData would be read from data"),
				Arguments.of(ServerEventWithClient.class, "on", "a server event comes from a node"),
				Arguments.of(ServerEventWithAck.class, "on", "a server event comes from a node"),
				Arguments.of(ServerEventWithServer.class, "on", "a server event comes from a node"),
				Arguments.of(LaterAnswer.class, "on", "it returns a CompletableFuture"),
				Arguments.of(ReactiveServerEvent.class, "on", "it returns a Mono"),
				Arguments.of(Reactive.class, "on", "it returns a Mono"),
				Arguments.of(SeveralAnswers.class, "on", "it returns a Flux, and an acknowledgement has one value"),
				Arguments.of(SeveralAnswersOfTheJdk.class, "on",
						"it returns a Publisher, and an acknowledgement has one"),
				Arguments.of(BlockingAnswer.class, "on", "it returns a Future, for which a thread would have to wait"),
				Arguments.of(TwoAnswers.class, "on", "it declares an AckRequest and returns a value"),
				Arguments.of(UnvalidatedArgument.class, "on", "there is no Validator bean"),
				Arguments.of(HandlerOfNothing.class, "on", "it names no exception"),
				Arguments.of(HandlerOfAText.class, "on", "an exception handler has no parameter of type String"),
				Arguments.of(ReactiveConnect.class, "on", "it returns a Publisher"),
				Arguments.of(ConnectWithHandshake.class, "on",
						"there is nothing for its parameter of type HandshakeData"),
				Arguments.of(DisconnectWithText.class, "on", "there is nothing for its parameter of type String"),
				Arguments.of(AnyEventWithNumber.class, "on", "there is nothing for its parameter of type int"),
				Arguments.of(AnyEventWithTwoAnswers.class, "on", "it declares an AckRequest and returns a value"),
				Arguments.of(TwoClients.class, "on", "it has 2 parameters of type SocketIOClient, and there is one"),
				Arguments.of(TwoClientsOfConnect.class, "on", "it has 2 parameters of type SocketIOClient"),
				Arguments.of(TwoAcks.class, "on", "it has 2 parameters of type AckRequest"),
				Arguments.of(TwoReasons.class, "on", "it has 2 parameters of type DisconnectReason"),
				Arguments.of(OptionalClient.class, "on",
						"SocketIOClient> would be read from data that the client sends"),
				Arguments.of(PrincipalsOfMany.class, "on", "would be read from data that the client sends"),
				Arguments.of(GenericListener.class, "on", "the type variable T of its parameter cannot be resolved"),
				Arguments.of(UnresolvedElements.class, "on", "the type variable T of its parameter cannot be resolved"),
				Arguments.of(UnresolvedMethodVariable.class, "on",
						"the type variable E of its parameter cannot be resolved"),
				Arguments.of(UnresolvedServerEvent.class, "on",
						"the type variable T of its parameter cannot be resolved"));
	}

	@ParameterizedTest
	@MethodSource("refusedBehindAProxy")
	void failsStartUpWhereTheProxyIsNotCalled(Class<?> listener, String method, String reason) {
		refused(this.runner.withUserConfiguration(Advised.class).withBean(listener), method, reason);
	}

	static Stream<Arguments> refusedBehindAProxy() {
		return Stream.of(Arguments.of(FinalMethod.class, "on", "the bean is proxied and the method is final"),
				Arguments.of(FinalServerEvent.class, "on", "the bean is proxied and the method is final"),
				Arguments.of(FinalConnect.class, "on", "the bean is proxied and the method is final"),
				Arguments.of(OfAnotherPackage.class, "on", "the bean is proxied and the method cannot be overridden"));
	}

	@Test
	void failsStartUpWherePatternsHaveTheSameNames() {
		refused(this.runner.withUserConfiguration(SameNames.class), "on", "cannot be told from another one");
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void failsStartUpInAScopeThatNoClientIsIn(String scope) {
		this.runner.withInitializer(scoped(scope))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("ScopedListener.on cannot be registered: its bean has the scope '" + scope
						+ "', which is not active when events are handled"));
	}

	static Stream<String> scopes() {
		return Stream.of("request", "session", "websocket");
	}

	@Test
	void failsStartUpWhereACustomizerAddsAListenerOfOtherTypes() {
		this.runner.withBean(TextListener.class)
			.withBean("customizer", SocketIoServerCustomizer.class, () -> new SocketIoServerCustomizer() {

				@Override
				public void customize(SocketIOServer server, String workerId) {
					server.addEventListener("message", Date.class, (client, data, ack) -> {
					});
				}

			})
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("event 'message' of namespace /")
				.hasMessageContaining("java.util.Date")
				.hasMessageContaining("java.lang.String"));
	}

	@Test
	void failsStartUpWhereACustomizerAddsAListenerOfAnUnreadableType() {
		this.runner.withBean("customizer", SocketIoServerCustomizer.class, () -> new SocketIoServerCustomizer() {

			@Override
			public void customize(SocketIOServer server, String workerId) {
				server.addNamespace("/chat").addEventListener("message", Runnable.class, (client, data, ack) -> {
				});
			}

		})
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("event 'message' of namespace /chat")
				.hasMessageContaining("java.lang.Runnable cannot be read"));
	}

	@Test
	void startsWithWhatCanBeRead() {
		this.runner.withUserConfiguration(Advised.class)
			.withBean(StaticAndPlain.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static void refused(ApplicationContextRunner runner, String method, String reason) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(InvalidSocketIoListenerException.class)
				.hasMessageContaining("." + method + " cannot be registered")
				.hasMessageContaining(reason);
		});
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> scoped(String scope) {
		return (context) -> {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
			BeanDefinitionHolder target = new BeanDefinitionHolder(
					BeanDefinitionBuilder.rootBeanDefinition(ScopedListener.class).setScope(scope).getBeanDefinition(),
					"listener");
			BeanDefinitionHolder proxy = ScopedProxyUtils.createScopedProxy(target, registry, true);
			registry.registerBeanDefinition(proxy.getBeanName(), proxy.getBeanDefinition());
		};
	}

	static class Varargs {

		@OnEvent("any")
		void any(SocketIOClient client, Object... more) {
		}

	}

	static class VarargsServerEvent {

		@OnServerEvent("any")
		void any(String... more) {
		}

	}

	static class AnInterface {

		@OnEvent("e")
		void on(Runnable task) {
		}

	}

	abstract static class Shape {

	}

	static class AnAbstractClass {

		@OnEvent("e")
		void on(String first, Shape shape) {
		}

	}

	static class ElementsOfAnInterface {

		@OnEvent("e")
		void on(List<Runnable> tasks) {
		}

	}

	static class ValuesOfAnInterface {

		@OnEvent("e")
		void on(Map<String, List<Runnable>> tasks) {
		}

	}

	static class OptionalOfAnInterface {

		@OnEvent("e")
		void on(Optional<Runnable> task) {
		}

	}

	static class KeysOfAnObject {

		@OnEvent("e")
		void on(Map<Hidden, String> names) {
		}

	}

	static final class Hidden {

		private final int sum;

		private Hidden(int one, int two) {
			this.sum = one + two;
		}

		int sum() {
			return this.sum;
		}

		static Hidden of() {
			return new Hidden(1, 2);
		}

	}

	static class WithoutConstructor {

		@OnEvent("e")
		void on(Hidden value) {
		}

	}

	static class OfAnInnerClass {

		@OnEvent("e")
		void on(Inner inner) {
		}

		@SuppressWarnings("ClassCanBeStatic")
		class Inner {

			public int number;

		}

	}

	static class ServerEventOfAnInterface {

		@OnServerEvent("e")
		void on(Runnable task) {
		}

	}

	static class OfTheCluster {

		@OnEvent("e")
		void on(SocketCluster cluster) {
		}

	}

	static class OfAPrincipal {

		@OnEvent("e")
		void on(Principal user, String text) {
		}

	}

	static class OfAnAttribute {

		@OnEvent("e")
		void on(@RequestAttribute("user") String text) {
		}

	}

	static class OfAnUnfitHeader {

		@OnEvent("e")
		void on(@RequestHeader("accept") Runnable accept) {
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class OfAnUnknownVariable {

		@OnEvent("e")
		void on(@PathVariable String name) {
		}

	}

	static class OfAVariableWithoutAPattern {

		@OnEvent("e")
		void on(@PathVariable String id) {
		}

	}

	@SocketNamespace("/tenant-{id")
	static class OfAMalformedPattern {

		@OnEvent("e")
		void on(String id) {
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class ServerEventOfAPattern {

		@OnServerEvent("e")
		void on(@PathVariable String id) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameNames {

		@Bean
		ById byId() {
			return new ById();
		}

		@Bean
		ByName byName() {
			return new ByName();
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class ById {

		@OnConnect
		void on(SocketIOClient client) {
		}

	}

	@SocketNamespace("/tenant-{name}")
	static class ByName {

		@OnConnect
		void on(SocketIOClient client) {
		}

	}

	static class OfAnAbsentNumber {

		@OnEvent("e")
		void on(@RequestHeader(name = "count", required = false) int count) {
		}

	}

	static class GenericListener<T> {

		@OnEvent("e")
		void on(T payload) {
		}

	}

	static class OfTheGenericHandshake extends GenericListener<HandshakeData> {

	}

	static class ServerEventWithClient {

		@OnServerEvent("e")
		void on(SocketIOClient client, String text) {
		}

	}

	static class ServerEventWithAck {

		@OnServerEvent("e")
		void on(String text, AckRequest ack) {
		}

	}

	static class ServerEventWithServer {

		@OnServerEvent("e")
		void on(SocketIOServer server) {
		}

	}

	static class LaterAnswer {

		@OnServerEvent("e")
		CompletableFuture<String> on(String text) {
			return CompletableFuture.completedFuture(text);
		}

	}

	static class ReactiveServerEvent {

		@OnServerEvent("e")
		Mono<String> on(String text) {
			return Mono.just(text);
		}

	}

	static class Reactive {

		@OnEvent("e")
		Mono<Void> on(String text) {
			return Mono.empty();
		}

	}

	static class ReactiveConnect {

		@OnConnect
		@OnDisconnect
		Flow.Publisher<String> on(SocketIOClient client) {
			return (subscriber) -> {
			};
		}

	}

	static class ConnectWithHandshake {

		@OnConnect
		void on(HandshakeData handshake) {
		}

	}

	static class UnresolvedElements<T> {

		@OnEvent("e")
		void on(List<T[]> payload) {
		}

	}

	static class UnresolvedMethodVariable {

		@OnEvent("e")
		<E> void on(E payload) {
		}

	}

	static class UnresolvedServerEvent<T> {

		@OnServerEvent("e")
		void on(Map<String, T> payload) {
		}

	}

	static class FinalMethod {

		@OnEvent("e")
		final void on(String text) {
		}

	}

	static class FinalServerEvent {

		@OnServerEvent("e")
		final void on(String text) {
		}

	}

	static class FinalConnect {

		@OnConnect
		final void on(SocketIOClient client) {
		}

	}

	static class OfAnotherPackage extends PackagePrivateListener {

	}

	static class ScopedListener {

		@OnEvent("e")
		void on(String text) {
		}

	}

	static class TextListener {

		@OnEvent("message")
		void on(String text) {
		}

	}

	static class StaticAndPlain {

		@OnEvent("static")
		static void onStatic(@RequestBody CharSequence text, Number number, Object any, Optional<String> more) {
		}

		@OnEvent("plain")
		void onPlain(Iterable<?> any, @SuppressWarnings("rawtypes") List raw) {
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

		@Before("execution(* *..Final*.*(..)) || execution(* *..PackagePrivateListener.*(..)) "
				+ "|| execution(* *..StaticAndPlain.*(..))")
		void before() {
		}

	}

	static class SeveralAnswers {

		@io.github.stickycluster.socketio.OnEvent("e")
		Flux<String> on() {
			return Flux.empty();
		}

	}

	static class SeveralAnswersOfTheJdk {

		@io.github.stickycluster.socketio.OnEvent("e")
		Flow.Publisher<String> on() {
			return (subscriber) -> {
			};
		}

	}

	static class BlockingAnswer {

		@io.github.stickycluster.socketio.OnEvent("e")
		Future<String> on() {
			return new CompletableFuture<>();
		}

	}

	static class TwoAnswers {

		@io.github.stickycluster.socketio.OnEvent("e")
		String on(AckRequest ack) {
			return "";
		}

	}

	static class UnvalidatedArgument {

		@io.github.stickycluster.socketio.OnEvent("e")
		void on(@NotBlank String text) {
		}

	}

	static class HandlerOfNothing {

		@SocketExceptionHandler
		void on() {
		}

	}

	static class HandlerOfAText {

		@SocketExceptionHandler
		void on(IllegalStateException ex, String text) {
		}

	}

	static class DisconnectWithText {

		@OnDisconnect
		void on(SocketIOClient client, String text) {
		}

	}

	static class AnyEventWithNumber {

		@OnAnyEvent
		void on(String event, int number) {
		}

	}

	static class AnyEventWithTwoAnswers {

		@OnAnyEvent
		String on(String event, AckRequest ack) {
			return "";
		}

	}

	static class TwoClients {

		@OnEvent("e")
		void on(SocketIOClient client, String text, SocketIOClient other) {
		}

	}

	static class TwoClientsOfConnect {

		@OnConnect
		void on(SocketIOClient client, SocketIOClient other) {
		}

	}

	static class TwoAcks {

		@OnEvent("e")
		void on(AckRequest ack, AckRequest other) {
		}

	}

	static class TwoReasons {

		@io.github.stickycluster.socketio.OnDisconnect
		void on(DisconnectReason reason, DisconnectReason other) {
		}

	}

	static class OptionalClient {

		@OnEvent("e")
		void on(Optional<SocketIOClient> client) {
		}

	}

	static class PrincipalsOfMany {

		@OnEvent("e")
		void on(Map<String, List<Principal[]>> principals) {
		}

	}

}
