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

package io.github.stickycluster.internal.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DefaultExceptionListener;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testsupport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log warns of, and how often.
 */
class WarningsTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(Warnings.class.getName());

	@RegisterExtension
	private final RecordedLog defaults = new RecordedLog(DefaultExceptionListener.class.getName());

	private final ManualClock clock = new ManualClock();

	private final Warnings warnings = new Warnings(new LimitedLog(LoggerFactory.getLogger(Warnings.class), this.clock));

	private final TestWorker worker = worker((configuration) -> {
	});

	@Test
	void theKindsAreLimitedEachByItself() {
		this.warnings.failed("Something failed", new IllegalStateException("x"));
		this.warnings.eventMismatched("/", "message", () -> List.of("int"), new IllegalArgumentException("x"));
		assertThat(messages()).hasSize(2);
	}

	@Test
	void eachEventThatDoesNotFitIsNamedWithTheTypesButWithoutItsData() {
		this.worker.namespace().addEventListener("order", Order.class, (client, order, ack) -> {
		});
		this.worker.namespace().addEventListener("paint", Colour.class, (client, colour, ack) -> {
		});
		TestSession session = this.worker.connected();
		for (int i = 0; i < 2; i++) {
			session.text("2[\"order\",{\"number\":\"secret\"}]");
			session.text("2[\"order\",{\"colour\":\"secret\"}]");
			session.text("2[\"paint\",\"secret\"]");
		}
		assertThat(messages()).hasSize(2).noneSatisfy((message) -> assertThat(message).contains("secret"));
		assertThat(messages().get(0)).contains("event 'order' in namespace /", "[" + Order.class.getName() + "]",
				"InvalidFormatException at ", "number", "DEBUG");
		assertThat(messages().get(1)).contains("event 'paint' in namespace /", "(one of RED, green)");
		this.clock.passMinute();
		assertThat(messages()).hasSize(4)
			.anySatisfy((message) -> assertThat(message).contains("Colour (one of RED, green) expected")
				.endsWith("(3 times in the last minute)"));
		assertThat(this.worker.observer.lines).filteredOn((line) -> line.startsWith("mismatched")).hasSize(6);
	}

	@Test
	void argumentsThatNoListenerDeclaresAreWarnedOf() {
		this.worker.namespace().addEventListener("order", String.class, (client, order, ack) -> {
		});
		TestSession session = this.worker.connected();
		session.text("2[\"order\",\"a\"]");
		assertThat(messages()).isEmpty();
		for (int i = 0; i < 3; i++) {
			session.text("2[\"order\",\"a\",\"secret\",{}]");
		}
		assertThat(messages()).containsExactly("Event 'order' in namespace / arrived with 3 arguments, of which its "
				+ "listener declares 1; the others were dropped. Declare more parameters, or let clients send "
				+ "one object");
		this.clock.passMinute();
		assertThat(messages()).hasSize(2).last().asString().endsWith("(2 times in the last minute)");
	}

	@Test
	void anAcknowledgementThatDoesNotFitIsWarnedOf() {
		TestSession session = this.worker.connected();
		session.socket().sendEvent("ask", new AckCallback<>(Colour.class) {

			@Override
			public void onSuccess(Colour result) {
			}

		});
		session.text("30[\"secret\"]");
		assertThat(messages()).singleElement()
			.asString()
			.contains("An ack in namespace /", "(one of RED, green)")
			.doesNotContain("secret");
	}

	@Test
	void namesOfEventsWithoutAListenerAreShownWithTheKnownOnes() {
		this.worker.namespace().addEventListener("message", String.class, (client, text, ack) -> {
		});
		this.worker.namespace().addEventListener("join", String.class, (client, text, ack) -> {
		});
		TestSession session = this.worker.connected();
		session.text("2[\"mesage\",\"x\"]");
		assertThat(messages()).containsExactly("Dropped events without a listener, such as 'mesage' in namespace /, "
				+ "which has listeners for 'join', 'message'");
		for (int i = 0; i < 10_000; i++) {
			session.text("2[\"" + (i % 5) + "\\n" + "x".repeat(99) + "\"]");
		}
		this.clock.passMinute();
		assertThat(messages()).hasSize(2).last().asString().satisfies((message) -> {
			String cut = "\\u000a" + "x".repeat(38) + "...'";
			assertThat(message).contains("'0" + cut, "'1" + cut, "'2" + cut + " in namespace /")
				.doesNotContain("'3")
				.endsWith("(10000 times in the last minute)");
		});
	}

	@Test
	void aSessionThatEndsAtItsFirstPacketIsWarnedOf() {
		this.worker.open().binary(0x83, 0xa4);
		this.worker.open().text("nonsense");
		this.worker.connected().text("nonsense");
		this.clock.passMinute();
		assertThat(messages()).hasSize(2);
		assertThat(messages().get(0)).contains("Closed a session at the first packet of its client",
				"Binary message while no attachment is expected", "parser");
		assertThat(messages().get(1)).endsWith("(1 time in the last minute)");
	}

	@Test
	void whatTheApplicationLeavesToTheDefaultExceptionListenerIsLimited() {
		List<String> own = new ArrayList<>();
		TestWorker listening = worker(
				(configuration) -> configuration.setExceptionListener(new DefaultExceptionListener() {

					@Override
					public void onConnectException(Exception failure, SocketIOClient client) {
						own.add(failure.getMessage());
					}

				}));
		listening.namespace().addConnectListener((client) -> {
			throw new IllegalStateException("mine");
		});
		listening.namespace().addEventListener("e", String.class, (client, text, ack) -> {
			throw new IllegalStateException("yours");
		});
		TestSession session = listening.connected();
		for (int i = 0; i < 20_000; i++) {
			session.text("2[\"e\",\"x\"]");
		}
		this.clock.passMinute();
		assertThat(own).containsExactly("mine");
		assertThat(this.defaults.events()).isEmpty();
		assertThat(messages()).containsExactly(
				"A listener of event 'e' in namespace / failed: java.lang.IllegalStateException: yours",
				"A listener of event 'e' in namespace / failed: java.lang.IllegalStateException: yours "
						+ "(19999 times in the last minute)");
	}

	@Test
	void anExceptionListenerThatFailsIsLimitedToo() {
		TestWorker failing = worker(
				(configuration) -> configuration.setExceptionListener(new DefaultExceptionListener() {

					@Override
					public void onEventException(Exception failure, List<Object> args, SocketIOClient client) {
						throw new IllegalStateException("cannot even");
					}

				}));
		failing.namespace().addEventListener("e", String.class, (client, text, ack) -> {
			throw new IllegalStateException("yours");
		});
		TestSession session = failing.connected();
		session.text("2[\"e\",\"x\"]").text("2[\"e\",\"x\"]").text("2[\"e\",\"x\"]");
		assertThat(messages())
			.containsExactly("The ExceptionListener failed: java.lang.IllegalStateException: cannot even");
	}

	private TestWorker worker(Consumer<Configuration> customizer) {
		return new TestWorker(SocketIoJson.using(JsonMapper.builder().build()), customizer, this.warnings);
	}

	private List<String> messages() {
		this.clock.pass();
		return this.log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	record Order(int number, @Nullable Colour colour) {

	}

	enum Colour {

		RED, @JsonProperty("green")
		GREEN

	}

}
