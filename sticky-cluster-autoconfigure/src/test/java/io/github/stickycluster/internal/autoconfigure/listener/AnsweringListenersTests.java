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
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DefaultExceptionListener;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.AckArguments;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.test.PendingAck;
import io.github.stickycluster.test.SocketTestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the listeners with this library's annotations: what a client that waits for
 * an acknowledgement gets.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2",
				"sticky-cluster.listeners.error-event=failure" })
@ExtendWith(OutputCaptureExtension.class)
class AnsweringListenersTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Orders orders;

	@Autowired
	private Failures failures;

	private SocketTestClient client;

	@BeforeEach
	void connect() {
		this.client = SocketTestClient.bindToPort(this.port).timeout(Duration.ofSeconds(20)).connect();
		this.failures.seen.clear();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	// Returned values

	@Test
	void theReturnedValueIsTheAck() {
		this.client.emitWithAck("value", "a").expect().hasArguments("a!");
		this.client.emitWithAck("null").expect().hasArguments((Object) null);
		this.client.emitWithAck("list").expect().hasArguments(List.of(1, 2));
		this.client.emitWithAck("several").expect().hasArguments("a", 2, null);
		this.client.emitWithAck("none").expect().hasArguments();
	}

	@Test
	void aVoidMethodIsAcknowledgedWithoutArguments() {
		this.client.emitWithAck("void").expect().hasArguments();
	}

	@Test
	void stagesAndMonosAreTheAckWhenTheyComplete() {
		this.client.emitWithAck("mono", "a").expect().hasArguments("a!");
		this.client.emitWithAck("emptyMono").expect().hasArguments((Object) null);
		PendingAck later = this.client.emitWithAck("stage");
		await().until(() -> this.orders.stage != null);
		later.expectNone(Duration.ofMillis(50));
		this.orders.stage.complete("late");
		later.expect().hasArguments("late");
	}

	@Test
	void aStageIsCancelledWhenItsClientLeaves() {
		CompletableFuture<String> before = this.orders.stage;
		this.client.emit("stage");
		await().until(() -> this.orders.stage != before);
		this.client.close();
		await().untilAsserted(() -> assertThat(this.orders.stage).isCancelled());
		assertThat(this.failures.seen).isEmpty();
	}

	@Test
	void aStageThatTheApplicationCancelsIsAnError() {
		CompletableFuture<String> before = this.orders.stage;
		PendingAck ack = this.client.emitWithAck("stage");
		await().until(() -> this.orders.stage != before);
		this.orders.stage.cancel(false);
		ack.expectError().hasStatus(500);
	}

	@Test
	void aMethodThatDeclaresAnAckRequestOwnsItsAck() {
		PendingAck own = this.client.emitWithAck("own");
		await().until(() -> this.orders.request != null);
		this.client.emitWithAck("value", "b").expect().hasArguments("b!");
		own.expectNone(Duration.ZERO);
		this.orders.request.sendAckData("mine");
		own.expect().hasArguments("mine");
	}

	@Test
	void nettysocketiosAnnotationsKeepItsContract() {
		this.client.emitWithAck("stock").expect().hasArguments();
	}

	@Test
	void anAckAfterTheEmptyOneIsLogged(CapturedOutput output) {
		this.client.emitWithAck("late").expect().hasArguments();
		this.orders.request.sendAckData("late");
		await().untilAsserted(() -> assertThat(output)
			.contains("A listener of event 'late' in namespace / sent an ack after the event was acknowledged"));
	}

	// Errors

	@Test
	void anExceptionIsAnErrorWithoutDetails(CapturedOutput output) {
		this.client.emitWithAck("throws")
			.expectError()
			.hasStatus(500)
			.hasProperty("title", "Internal Server Error")
			.hasDetail(null);
		assertThat(this.failures.seen).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void aFailedStageIsAnError() {
		this.client.emitWithAck("failedStage").expectError().hasStatus(500);
		await().untilAsserted(
				() -> assertThat(this.failures.seen).singleElement().isInstanceOf(IllegalStateException.class));
		this.client.emitWithAck("failedMono").expectError().hasStatus(409);
	}

	@Test
	void anErrorOfTheJvmIsAnErrorForTheClientToo() {
		this.client.emitWithAck("jvmError").expectError().hasStatus(500);
	}

	@Test
	void aValueThatCannotBeWrittenIsAnError() {
		this.client.emitWithAck("unwritable").expectError().hasStatus(500);
	}

	@Test
	void exceptionsWithAStatusKeepIt() {
		this.client.emitWithAck("gone").expectError().hasStatus(410).hasDetail("sold out");
		this.client.emitWithAck("conflict").expectError().hasStatus(409).hasDetail("ordered before");
		assertThat(this.failures.seen).hasSize(2);
	}

	@Test
	void whatIsTheClientsFaultIsNotLogged(CapturedOutput output) {
		this.client.emitWithAck("gone").expectError().hasStatus(410);
		assertThat(output).doesNotContain("GoneException");
	}

	@Test
	void invalidArgumentsAreNamed() {
		this.client.emitWithAck("order", Map.of("article", " ", "quantity", 0))
			.expectError()
			.hasStatus(400)
			.hasProperty("errors", Map.of("article", List.of("must not be blank"), "quantity",
					List.of("must be greater than or equal to 1")));
		this.client.emitWithAck("plain", "")
			.expectError()
			.hasProperty("errors", Map.of("name", List.of("must not be blank")));
		this.client.emitWithAck("order", Map.of("article", "tea", "quantity", 2)).expect().hasArguments("2 tea");
	}

	@Test
	void argumentsThatDoNotFitAreNamedWithoutTheirClasses() {
		JsonNode error = this.client.emitWithAck("order", Map.of("article", "tea", "quantity", "two"))
			.expectError()
			.hasStatus(400)
			.hasProperty("errors", Map.of("quantity", List.of("must be a number")))
			.value();
		assertThat(error.toString()).doesNotContain("Order", "java", "jackson");
		this.client.emitWithAck("order", 5).expectError().hasStatus(400);
	}

	@Test
	void anUnknownEventIsNotFound() {
		this.client.emitWithAck("nobody", "x").expectError().hasStatus(404);
	}

	@Test
	void anErrorOfAnEventWithoutAckIsAnEvent() {
		this.client.emit("throws");
		this.client.expectError("failure").hasStatus(500);
		this.client.emit("nobody");
		this.client.expectError("failure").hasStatus(404);
		this.client.emit("order", 5);
		this.client.expectError("failure").hasStatus(400);
	}

	@Test
	void aClientCannotWaitForMoreThan128Answers() {
		for (int i = 0; i < PendingAnswers.MOST; i++) {
			this.client.emit("never");
		}
		this.client.emitWithAck("never").expectError().hasStatus(429);
	}

	// Reasons

	@Test
	void aDisconnectHasItsReasonAndTheRoomsAndAttributesOfTheClient() {
		this.client.emitWithAck("enter", "anna").expect();
		this.client.disconnect();
		await().untilAsserted(() -> assertThat(this.orders.left).contains("client namespace disconnect anna [room]"));
		try (SocketTestClient other = this.client.reconnect()) {
			other.emitWithAck("enter", "bob").expect();
			other.emit("kick");
			await()
				.untilAsserted(() -> assertThat(this.orders.left).contains("server namespace disconnect bob [room]"));
		}
	}

	// Handlers

	@Test
	void theMostSpecificHandlerOfTheBeanAnswers() {
		this.client.emitWithAck("handled", "illegal").expect().hasArguments("own: IllegalArgumentException");
		this.client.emitWithAck("handled", "number").expect().hasArguments("own: NumberFormatException, a number");
		assertThat(this.failures.seen).hasSize(2);
	}

	@Test
	void aHandlerMayAnswerLaterOrWithoutAValue() {
		this.client.emitWithAck("handled", "later").expect().hasArguments("later: in a second");
		this.client.emitWithAck("handled", "empty").expect().hasArguments();
		this.client.emitWithAck("handled", "fails").expectError().hasStatus(500);
		await().untilAsserted(() -> assertThat(this.failures.seen).last().isInstanceOf(IllegalStateException.class));
	}

	@Test
	void theAnswersOfHandlersAreBoundedAndCancelled() {
		for (int i = 0; i < PendingAnswers.MOST; i++) {
			this.client.emit("handled", "never");
		}
		this.client.emitWithAck("handled", "never").expectError().hasStatus(429);
		assertThat(this.orders.handling).hasSize(PendingAnswers.MOST);
		this.client.close();
		await().untilAsserted(() -> assertThat(this.orders.handling).allMatch(CompletableFuture::isCancelled));
	}

	@Test
	void aHandlerOfAnotherBeanAnswersForAll() {
		this.client.emitWithAck("handled", "interrupted")
			.expectError()
			.hasStatus(503)
			.hasDetail("Try again")
			.hasProperty("wait", 7);
	}

	@Test
	void theFailureOfAHandlerIsAnErrorWithoutDetails() {
		this.client.emitWithAck("handled", "again").expectError().hasStatus(500);
		this.client.emitWithAck("handled", "jvmError").expectError().hasStatus(500);
	}

	record Order(@NotBlank String article, @Min(1) int quantity) {
	}

	@ResponseStatus(code = HttpStatus.GONE, reason = "sold out")
	static class GoneException extends RuntimeException {

	}

	static class Unwritable {

		@JsonProperty
		String getName() {
			throw new IllegalStateException("not readable");
		}

	}

	static class Orders {

		private volatile @Nullable CompletableFuture<String> stage;

		private volatile @Nullable AckRequest request;

		private final BlockingQueue<CompletableFuture<?>> handling = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> left = new LinkedBlockingQueue<>();

		@OnConnect
		void connected(SocketIOClient client) {
		}

		@OnDisconnect
		void disconnected(DisconnectReason reason, SocketIOClient client) {
			this.left.add(reason + " " + client.<String>get("name") + " " + client.getAllRooms());
		}

		@OnEvent("enter")
		void enter(SocketIOClient client, String name) {
			client.set("name", name);
			client.joinRoom("room");
		}

		@OnEvent("kick")
		void kick(SocketIOClient client) {
			client.disconnect();
		}

		@OnEvent("value")
		String value(String text) {
			return text + "!";
		}

		@OnEvent("null")
		@Nullable String nothing() {
			return null;
		}

		@OnEvent("list")
		List<Integer> list() {
			return List.of(1, 2);
		}

		@OnEvent("several")
		AckArguments several() {
			return AckArguments.of("a", 2, null);
		}

		@OnEvent("none")
		AckArguments none() {
			return AckArguments.of();
		}

		@OnEvent("void")
		void returnsNothing() {
		}

		@OnEvent("mono")
		Mono<String> mono(String text) {
			return Mono.just(text + "!");
		}

		@OnEvent("emptyMono")
		Mono<String> emptyMono() {
			return Mono.empty();
		}

		@OnEvent("stage")
		CompletableFuture<String> stage() {
			CompletableFuture<String> stage = new CompletableFuture<>();
			this.stage = stage;
			return stage;
		}

		@OnEvent("never")
		CompletableFuture<String> never() {
			return new CompletableFuture<>();
		}

		@OnEvent("own")
		void own(AckRequest request) {
			this.request = request;
		}

		@com.corundumstudio.socketio.annotation.OnEvent("stock")
		String stock() {
			return "is not sent";
		}

		@com.corundumstudio.socketio.annotation.OnEvent("late")
		void late(AckRequest request) {
			this.request = request;
		}

		@OnEvent("throws")
		void fails() {
			throw new IllegalStateException("secret");
		}

		@OnEvent("jvmError")
		void jvmError() {
			throw new AssertionError("secret");
		}

		@OnEvent("failedStage")
		CompletableFuture<String> failedStage() {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("secret");
			});
		}

		@OnEvent("failedMono")
		Mono<String> failedMono() {
			return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT, "ordered before"));
		}

		@OnEvent("unwritable")
		Unwritable unwritable() {
			return new Unwritable();
		}

		@OnEvent("gone")
		void gone() {
			throw new GoneException();
		}

		@OnEvent("conflict")
		void conflict() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "ordered before");
		}

		@OnEvent("order")
		String order(@Valid Order order) {
			return order.quantity() + " " + order.article();
		}

		@OnEvent("plain")
		String plain(@NotBlank String name) {
			return name;
		}

		@OnEvent("handled")
		void handled(String kind) throws Exception {
			throw switch (kind) {
				case "illegal" -> new IllegalArgumentException("an argument");
				case "number" -> new NumberFormatException("a number");
				case "later" -> new NoSuchElementException("in a second");
				case "empty" -> new ArithmeticException();
				case "fails" -> new ClassCastException();
				case "never" -> new NegativeArraySizeException();
				case "again" -> new UnsupportedOperationException("again");
				case "jvmError" -> new ArrayStoreException("jvmError");
				default -> new InterruptedException("interrupted");
			};
		}

		@SocketExceptionHandler(IllegalArgumentException.class)
		String illegal(SocketIOClient client) {
			return "own: IllegalArgumentException";
		}

		@SocketExceptionHandler
		String again(UnsupportedOperationException ex) {
			throw ex;
		}

		@SocketExceptionHandler
		String error(ArrayStoreException ex) {
			throw new AssertionError(ex);
		}

		@SocketExceptionHandler
		CompletableFuture<String> later(NoSuchElementException ex) {
			return CompletableFuture.supplyAsync(() -> "later: " + ex.getMessage());
		}

		@SocketExceptionHandler(ArithmeticException.class)
		void withoutValue() {
		}

		@SocketExceptionHandler
		Mono<String> failing(ClassCastException ex) {
			return Mono.error(new IllegalStateException("secret"));
		}

		@SocketExceptionHandler
		CompletableFuture<String> never(NegativeArraySizeException ex) {
			CompletableFuture<String> answer = new CompletableFuture<>();
			this.handling.add(answer);
			return answer;
		}

		@SocketExceptionHandler
		String number(NumberFormatException ex) {
			return "own: NumberFormatException, " + ex.getMessage();
		}

	}

	static class Handlers {

		@SocketExceptionHandler
		ProblemDetail interrupted(InterruptedException ex) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "Try again");
			problem.setProperty("wait", 7);
			return problem;
		}

		@SocketExceptionHandler
		String number(NumberFormatException ex) {
			return "of another bean";
		}

	}

	static class Failures extends DefaultExceptionListener implements SocketIoServerCustomizer {

		private final BlockingQueue<Exception> seen = new LinkedBlockingQueue<>();

		@Override
		public void customize(com.corundumstudio.socketio.Configuration configuration, String workerId) {
			configuration.setExceptionListener(this);
		}

		@Override
		public void onEventException(Exception failure, List<Object> arguments, SocketIOClient client) {
			this.seen.add(failure);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StickyClusterAutoConfiguration.class, ValidationAutoConfiguration.class })
	static class Application {

		@Bean
		Orders orders() {
			return new Orders();
		}

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

		@Bean
		Failures failures() {
			return new Failures();
		}

	}

}
