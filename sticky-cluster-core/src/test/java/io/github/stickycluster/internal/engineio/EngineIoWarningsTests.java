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

package io.github.stickycluster.internal.engineio;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.testkit.EngineIoSettingsBuilder;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testsupport.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineIoWarnings}.
 */
class EngineIoWarningsTests {

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(EngineIoWarnings.class.getName());

	private final ManualClock clock = new ManualClock();

	private final EngineIoWarnings warnings = new EngineIoWarnings(
			new LimitedLog(LoggerFactory.getLogger(EngineIoWarnings.class), this.clock));

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
		EngineIoSettingsBuilder.create().allowedOrigins(List.of(advice)).build();
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
		assertThat(messages()).singleElement().asString().contains("that sent no origin");
	}

	@Test
	void oneIsLoggedAtOnceAndThenOneAMinuteWithTheNumber() {
		for (int i = 0; i < 6; i++) {
			this.warnings.originRefused("https://a" + i + ".example.org");
		}
		this.clock.passMinute();
		assertThat(messages()).hasSize(2);
		assertThat(messages().get(0)).contains("https://a0.example.org");
		assertThat(messages().get(1)).contains("https://a1.example.org").endsWith("(5 times in the last minute)");
	}

	@Test
	void whatAClientWritesMakesNoSecondLineAndNoLongOne() {
		this.warnings.originRefused("https://a.example.org\r\nWARN fake \u001b[31m" + "x".repeat(1000));
		assertThat(messages()).singleElement()
			.asString()
			.contains("https://a.example.org\\u000d\\u000aWARN fake \\u001b[31mxxx")
			.hasSizeLessThan(700)
			.doesNotContain("\n", "\r", "\u001b");
	}

	private List<String> messages() {
		this.clock.pass();
		return this.log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
