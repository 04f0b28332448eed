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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.AckRequest;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.AckArguments;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.github.stickycluster.testsupport.NodeProgram;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the JavaScript clients 2 and 4 hear of what listeners return and throw: one run of
 * both, of which each test looks at a part.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.listeners.error-event=failure" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class JavaScriptAnswersTests {

	private JsonNode heard;

	@BeforeAll
	void run(@LocalStickyClusterPort int port) throws Exception {
		this.heard = NodeProgram.run("answers-client.js", "http://127.0.0.1:" + port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void returnedValuesAreAcks(String library) {
		assertThat(ack(library, "value")).hasToString("[\"a!\"]");
		assertThat(ack(library, "null")).hasToString("[null]");
		assertThat(ack(library, "several")).hasToString("[\"a\",2,null]");
		assertThat(ack(library, "void")).hasToString("[]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void whatCompletesLaterIsAnAck(String library) {
		assertThat(ack(library, "stage")).hasToString("[\"a later\"]");
		assertThat(ack(library, "mono")).hasToString("[\"a!\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void theFirstAckOfAnAckRequestIsTheOnlyOne(String library) {
		assertThat(ack(library, "own")).hasToString("[\"first\"]");
		JsonNode got = this.heard.path(library);
		assertThat(got.path("packets").asInt()).isEqualTo(got.path("acks").size());
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void errorsAreAcks(String library) {
		JsonNode invalid = error(library, "invalid", 400);
		assertThat(invalid.path("errors").path("article").path(0).asString()).isEqualTo("must not be blank");
		assertThat(invalid.path("errors").path("quantity").path(0).asString())
			.isEqualTo("must be greater than or equal to 1");
		assertThat(error(library, "mismatch", 400).path("errors").path("quantity").path(0).asString())
			.isEqualTo("must be a number");
		error(library, "anonymous", 401);
		error(library, "denied", 403);
		error(library, "unknown", 404);
		error(library, "failedStage", 500);
		assertThat(error(library, "status", 410).path("detail").asString()).isEqualTo("sold out");
		assertThat(error(library, "response", 409).path("detail").asString()).isEqualTo("ordered before");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void anUnexpectedExceptionTellsNothing(String library) {
		assertThat(error(library, "throws", 500)).hasToString("{\"title\":\"Internal Server Error\",\"status\":500}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void aHandlersValueIsAnAck(String library) {
		assertThat(ack(library, "handled")).hasToString("[\"handled: secret\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void errorsOfEventsWithoutAckAreEvents(String library) {
		assertThat(this.heard.path(library).path("failures")).extracting((got) -> got.at("/0/error/status").asInt())
			.containsExactlyInAnyOrder(400, 400, 401, 403, 404, 500, 500, 410);
	}

	@Test
	void bothGenerationsHearTheSame() {
		assertThat(this.heard.path("sio2").path("acks")).isEqualTo(this.heard.path("sio4").path("acks"));
	}

	private JsonNode ack(String library, String call) {
		JsonNode acks = this.heard.path(library).path("acks").path(call);
		assertThat(acks).as("acks of " + call).hasSize(1);
		return acks.get(0);
	}

	private JsonNode error(String library, String call, int status) {
		JsonNode ack = ack(library, call);
		assertThat(ack).hasSize(1);
		JsonNode error = ack.get(0).path("error");
		assertThat(error.path("status").asInt()).as(call).isEqualTo(status);
		return error;
	}

	record Order(@NotBlank String article, @Min(1) int quantity) {
	}

	@ResponseStatus(code = HttpStatus.GONE, reason = "sold out")
	static class GoneException extends RuntimeException {

	}

	static class Listeners {

		@OnEvent("value")
		String value(String text) {
			return text + "!";
		}

		@OnEvent("null")
		@Nullable String nothing() {
			return null;
		}

		@OnEvent("several")
		AckArguments several() {
			return AckArguments.of("a", 2, null);
		}

		@OnEvent("void")
		void returnsNothing() {
		}

		@OnEvent("stage")
		CompletableFuture<String> stage(String text) {
			return CompletableFuture.supplyAsync(() -> text + " later",
					CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
		}

		@OnEvent("mono")
		Mono<String> mono(String text) {
			return Mono.just(text + "!");
		}

		@OnEvent("own")
		void own(AckRequest request) {
			request.sendAckData("first");
			request.sendAckData("second");
		}

		@OnEvent("order")
		String order(@Valid Order order) {
			return order.article();
		}

		@OnEvent("anonymous")
		void anonymous() {
			throw new BadCredentialsException("secret");
		}

		@OnEvent("denied")
		List<String> denied() {
			throw new AccessDeniedException("secret");
		}

		@OnEvent("throws")
		void fails() {
			throw new IllegalStateException("secret");
		}

		@OnEvent("failedStage")
		CompletableFuture<String> failedStage() {
			return CompletableFuture.failedFuture(new IllegalStateException("secret"));
		}

		@OnEvent("status")
		void status() {
			throw new GoneException();
		}

		@OnEvent("response")
		void response() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "ordered before");
		}

		@OnEvent("handled")
		void handled() {
			throw new IllegalArgumentException("secret");
		}

		@SocketExceptionHandler
		String handle(IllegalArgumentException ex) {
			return "handled: " + ex.getMessage();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StickyClusterAutoConfiguration.class, ValidationAutoConfiguration.class })
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

	}

}
