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
import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.Ack;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

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

	private JavaClient client;

	@BeforeEach
	void connect() {
		this.client = JavaClient.connect(this.port, "127.0.0.1", (options) -> {
		});
		this.failures.seen.clear();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	// Returned values

	@Test
	void theReturnedValueIsTheAck() {
		assertThat(this.client.emitWithAck("value", "a")).containsExactly("a!");
		assertThat(this.client.emitWithAck("null")).containsExactly((Object) null);
		assertThat(this.client.emitWithAck("list")).singleElement().asString().isEqualTo("[1,2]");
		assertThat(this.client.emitWithAck("several")).containsExactly("a", 2, null);
		assertThat(this.client.emitWithAck("none")).isEmpty();
	}

	@Test
	void aVoidMethodIsAcknowledgedWithoutArguments() {
		assertThat(this.client.emitWithAck("void")).isEmpty();
	}

	@Test
	void stagesAndMonosAreTheAckWhenTheyComplete() {
		assertThat(this.client.emitWithAck("mono", "a")).containsExactly("a!");
		assertThat(this.client.emitWithAck("emptyMono")).containsExactly((Object) null);
		BlockingQueue<List<Object>> later = collectAck("stage");
		await().until(() -> this.orders.stage != null);
		assertThat(later).isEmpty();
		this.orders.stage.complete("late");
		await().untilAsserted(() -> assertThat(later).containsExactly(List.of("late")));
	}

	@Test
	void aStageIsCancelledWhenItsClientLeaves() {
		CompletableFuture<String> before = this.orders.stage;
		this.client.socket().emit("stage");
		await().until(() -> this.orders.stage != before);
		this.client.close();
		await().untilAsserted(() -> assertThat(this.orders.stage).isCancelled());
		assertThat(this.failures.seen).isEmpty();
	}

	@Test
	void aStageThatTheApplicationCancelsIsAnError() {
		CompletableFuture<String> before = this.orders.stage;
		BlockingQueue<List<Object>> acks = collectAck("stage");
		await().until(() -> this.orders.stage != before);
		this.orders.stage.cancel(false);
		await().untilAsserted(() -> assertThat(acks).singleElement().asString().contains("\"status\":500"));
	}

	@Test
	void aMethodThatDeclaresAnAckRequestOwnsItsAck() {
		BlockingQueue<List<Object>> acks = collectAck("own");
		await().until(() -> this.orders.request != null);
		assertThat(this.client.emitWithAck("value", "b")).containsExactly("b!");
		assertThat(acks).isEmpty();
		this.orders.request.sendAckData("mine");
		await().untilAsserted(() -> assertThat(acks).containsExactly(List.of("mine")));
	}

	@Test
	void nettysocketiosAnnotationsKeepItsContract() {
		assertThat(this.client.emitWithAck("stock")).isEmpty();
	}

	@Test
	void anAckAfterTheEmptyOneIsLogged(CapturedOutput output) {
		assertThat(this.client.emitWithAck("late")).isEmpty();
		this.orders.request.sendAckData("late");
		await().untilAsserted(() -> assertThat(output)
			.contains("A listener of event 'late' in namespace / sent an ack after the event was acknowledged"));
	}

	// Errors

	@Test
	void anExceptionIsAnErrorWithoutDetails(CapturedOutput output) throws JSONException {
		JSONObject error = error("throws");
		assertThat(error.getInt("status")).isEqualTo(500);
		assertThat(error.getString("title")).isEqualTo("Internal Server Error");
		assertThat(error.has("detail")).isFalse();
		assertThat(this.failures.seen).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void aFailedStageIsAnError() throws JSONException {
		assertThat(error("failedStage").getInt("status")).isEqualTo(500);
		await().untilAsserted(
				() -> assertThat(this.failures.seen).singleElement().isInstanceOf(IllegalStateException.class));
		assertThat(error("failedMono").getInt("status")).isEqualTo(409);
	}

	@Test
	void anErrorOfTheJvmIsAnErrorForTheClientToo() throws JSONException {
		assertThat(error("jvmError").getInt("status")).isEqualTo(500);
	}

	@Test
	void aValueThatCannotBeWrittenIsAnError() throws JSONException {
		assertThat(error("unwritable").getInt("status")).isEqualTo(500);
	}

	@Test
	void exceptionsWithAStatusKeepIt() throws JSONException {
		JSONObject gone = error("gone");
		assertThat(gone.getInt("status")).isEqualTo(410);
		assertThat(gone.getString("detail")).isEqualTo("sold out");
		JSONObject conflict = error("conflict");
		assertThat(conflict.getInt("status")).isEqualTo(409);
		assertThat(conflict.getString("detail")).isEqualTo("ordered before");
		assertThat(this.failures.seen).hasSize(2);
	}

	@Test
	void whatIsTheClientsFaultIsNotLogged(CapturedOutput output) throws JSONException {
		assertThat(error("gone").getInt("status")).isEqualTo(410);
		assertThat(output).doesNotContain("GoneException");
	}

	@Test
	void invalidArgumentsAreNamed() throws JSONException {
		JSONObject error = error("order", json(Map.of("article", " ", "quantity", 0)));
		assertThat(error.getInt("status")).isEqualTo(400);
		assertThat(error.getJSONObject("errors").getJSONArray("article").getString(0)).isEqualTo("must not be blank");
		assertThat(error.getJSONObject("errors").getJSONArray("quantity").getString(0))
			.isEqualTo("must be greater than or equal to 1");
		JSONObject plain = error("plain", "");
		assertThat(plain.getJSONObject("errors").getJSONArray("name").getString(0)).isEqualTo("must not be blank");
		assertThat(this.client.emitWithAck("order", json(Map.of("article", "tea", "quantity", 2))))
			.containsExactly("2 tea");
	}

	@Test
	void argumentsThatDoNotFitAreNamedWithoutTheirClasses() throws JSONException {
		JSONObject error = error("order", json(Map.of("article", "tea", "quantity", "two")));
		assertThat(error.getInt("status")).isEqualTo(400);
		assertThat(error.getJSONObject("errors").getJSONArray("quantity").getString(0)).isEqualTo("must be a number");
		assertThat(error.toString()).doesNotContain("Order", "java", "jackson");
		assertThat(error("order", 5).getInt("status")).isEqualTo(400);
	}

	@Test
	void anUnknownEventIsNotFound() throws JSONException {
		assertThat(error("nobody", "x").getInt("status")).isEqualTo(404);
	}

	@Test
	void anErrorOfAnEventWithoutAckIsAnEvent() {
		BlockingQueue<JSONObject> errors = new LinkedBlockingQueue<>();
		this.client.socket().on("failure", (arguments) -> errors.add((JSONObject) arguments[0]));
		this.client.socket().emit("throws");
		this.client.socket().emit("nobody");
		this.client.socket().emit("order", 5);
		await()
			.untilAsserted(() -> assertThat(errors).extracting((each) -> each.getJSONObject("error").getInt("status"))
				.containsExactlyInAnyOrder(500, 404, 400));
	}

	@Test
	void aClientCannotWaitForMoreThan128Answers() {
		for (int i = 0; i < PendingAnswers.MOST; i++) {
			this.client.socket().emit("never");
		}
		assertThat(this.client.emitWithAck("never")).singleElement().asString().contains("\"status\":429");
	}

	// Reasons

	@Test
	void aDisconnectHasItsReasonAndTheRoomsAndAttributesOfTheClient() {
		this.client.emitWithAck("enter", "anna");
		this.client.socket().disconnect();
		await().untilAsserted(() -> assertThat(this.orders.left).contains("client namespace disconnect anna [room]"));
		try (JavaClient other = JavaClient.connect(this.port, "127.0.0.1", (options) -> {
		})) {
			other.emitWithAck("enter", "bob");
			other.socket().emit("kick");
			await()
				.untilAsserted(() -> assertThat(this.orders.left).contains("server namespace disconnect bob [room]"));
		}
	}

	// Handlers

	@Test
	void theMostSpecificHandlerOfTheBeanAnswers() {
		assertThat(this.client.emitWithAck("handled", "illegal")).containsExactly("own: IllegalArgumentException");
		assertThat(this.client.emitWithAck("handled", "number"))
			.containsExactly("own: NumberFormatException, a number");
		assertThat(this.failures.seen).hasSize(2);
	}

	@Test
	void aHandlerMayAnswerLaterOrWithoutAValue() throws JSONException {
		assertThat(this.client.emitWithAck("handled", "later")).containsExactly("later: in a second");
		assertThat(this.client.emitWithAck("handled", "empty")).isEmpty();
		JSONObject error = error("handled", "fails");
		assertThat(error.getInt("status")).isEqualTo(500);
		await().untilAsserted(() -> assertThat(this.failures.seen).last().isInstanceOf(IllegalStateException.class));
	}

	@Test
	void theAnswersOfHandlersAreBoundedAndCancelled() {
		for (int i = 0; i < PendingAnswers.MOST; i++) {
			this.client.socket().emit("handled", "never");
		}
		assertThat(this.client.emitWithAck("handled", "never")).singleElement().asString().contains("\"status\":429");
		assertThat(this.orders.handling).hasSize(PendingAnswers.MOST);
		this.client.close();
		await().untilAsserted(() -> assertThat(this.orders.handling).allMatch(CompletableFuture::isCancelled));
	}

	@Test
	void aHandlerOfAnotherBeanAnswersForAll() throws JSONException {
		JSONObject error = error("handled", "interrupted");
		assertThat(error.getInt("status")).isEqualTo(503);
		assertThat(error.getString("detail")).isEqualTo("Try again");
		assertThat(error.getInt("wait")).isEqualTo(7);
	}

	@Test
	void theFailureOfAHandlerIsAnErrorWithoutDetails() throws JSONException {
		assertThat(error("handled", "again").getInt("status")).isEqualTo(500);
		assertThat(error("handled", "jvmError").getInt("status")).isEqualTo(500);
	}

	private static JSONObject json(Map<String, Object> values) {
		return new JSONObject(values);
	}

	private JSONObject error(String event, Object... arguments) throws JSONException {
		Object[] ack = this.client.emitWithAck(event, arguments);
		assertThat(ack).hasSize(1);
		return ((JSONObject) ack[0]).getJSONObject("error");
	}

	private BlockingQueue<List<Object>> collectAck(String event) {
		BlockingQueue<List<Object>> acks = new LinkedBlockingQueue<>();
		this.client.socket().emit(event, new Object[0], (Ack) (arguments) -> acks.add(List.of(arguments)));
		return acks;
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
