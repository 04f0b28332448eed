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

package io.github.stickycluster.socketio;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.engineio.EngineIoSettings;
import io.github.stickycluster.testkit.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log warns of, and how often.
 */
class WarningsTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(Warnings.class.getName());

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final Warnings warnings = new Warnings(this.now::get);

	@Test
	void aRefusedOriginIsNamedWithThePropertyToSet() {
		this.warnings.originRefused("https://chat.example.org");
		assertThat(messages()).containsExactly(
				"Refused a request from the origin https://chat.example.org, which is not allowed. If it is yours, set "
						+ "sticky-cluster.socket-io.allowed-origins=https://chat.example.org");
		assertThat(this.log.events()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://chat.example.org", "wss://chat.example.org:8443", "http://my_host:3000", "app://.",
					"file://", "null", "http://[::1]:8080", "https://chat.example.org.", "chrome-extension://abcdef" })
	void whatIsAdvisedIsAcceptedByTheProperty(String origin) {
		this.warnings.originRefused(origin);
		String advice = messages().get(0).replaceAll("^.* set [a-z.-]+=([^ ,]+).*$", "$1");
		assertThat(advice).isEqualTo(origin);
		EngineIoSettings.builder().allowedOrigins(List.of(advice)).build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://a,b", "https://a b", "example.org", "https://a/b", "https://\u00e9", "*" })
	void nothingIsAdvisedForWhatIsNoOrigin(String origin) {
		this.warnings.originRefused(origin);
		assertThat(messages()).singleElement().asString().doesNotContain("allowed-origins").contains("malformed");
	}

	@Test
	void theRiskOfTheOriginNullIsTold() {
		this.warnings.originRefused("null");
		assertThat(messages()).singleElement().asString().contains("allowed-origins=null, ", "sandboxed");
	}

	@Test
	void aRequestOfAnotherSiteWithoutAnOriginIsDescribed() {
		this.warnings.originRefused(null);
		assertThat(messages()).singleElement().asString().contains("without telling its origin");
	}

	@Test
	void oneIsLoggedAMinuteWithTheNumberOfThoseLeftOut() {
		for (int i = 0; i < 5; i++) {
			this.warnings.originRefused("https://a.example.org");
		}
		this.now.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
		this.warnings.originRefused("https://b.example.org");
		assertThat(messages()).hasSize(1);
		this.now.incrementAndGet();
		this.warnings.originRefused("https://c.example.org");
		assertThat(messages()).hasSize(2)
			.last()
			.asString()
			.contains("https://c.example.org")
			.endsWith("(5 more since the last warning)");
	}

	@Test
	void theKindsAreLimitedEachByItself() {
		this.warnings.originRefused("https://a.example.org");
		this.warnings.eventMismatched("/", "message", () -> List.of("int"), new IllegalArgumentException("x"));
		assertThat(messages()).hasSize(2);
	}

	@Test
	void whatAClientWritesMakesNoSecondLineAndNoLongOne() {
		this.warnings.originRefused("https://a.example.org\r\nWARN fake \u001b[31m" + "x".repeat(1000));
		assertThat(messages()).singleElement()
			.asString()
			.contains("https://a.example.org??WARN?fake??[31mxxx")
			.hasSizeLessThan(700)
			.doesNotContain("\n", "\r", "\u001b");
	}

	@Test
	void anEventThatDoesNotFitIsNamedWithTheTypesButWithoutItsData() {
		TestWorker worker = new TestWorker();
		worker.namespace().addEventListener("order", Order.class, (client, order, ack) -> {
		});
		TestSession session = worker.connected();
		session.text("2[\"order\",{\"number\":\"secret\"}]");
		session.text("2[\"order\",{\"number\":\"secret\"}]");
		assertThat(messages()).singleElement()
			.asString()
			.contains("event 'order' in namespace /", "[" + Order.class.getName() + "]", "InvalidFormatException at ",
					"number", "DEBUG")
			.doesNotContain("secret");
		assertThat(worker.observer.lines).filteredOn((line) -> line.startsWith("mismatched")).hasSize(2);
	}

	private List<String> messages() {
		return this.log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	record Order(int number) {

	}

}
