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

import java.util.List;

import io.github.stickycluster.internal.net.OriginPattern;
import io.github.stickycluster.internal.net.WebOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OriginPattern}, beside Spring's own patterns.
 */
class OriginPatternTests {

	private static final List<String> ORIGINS = List.of("https://example.org", "https://a.example.org",
			"https://a.b.example.org", "http://a.example.org", "https://a.example.org:8080",
			"https://a.example.org:8443", "https://a.example.org.evil.com", "https://example.org:8080",
			"http://localhost", "http://localhost:3000", "http://[::1]:3000", "app://.", "app://a.example.org",
			"capacitor://localhost", "null");

	@ParameterizedTest
	@ValueSource(strings = { "https://*.example.org", "https://*.example.org:[8080,8443]", "https://*.example.org:[*]",
			"*.example.org", "*://*.example.org", "http*://a.example.org", "http://localhost:[*]", "http://localhost:*",
			"http://[::1]:[*]", "https://a.*.org", "app://*", "*://localhost", "*", "https://a.example.org:8080" })
	void matchesAsSpringDoes(String pattern) {
		CorsConfiguration spring = new CorsConfiguration();
		spring.setAllowedOriginPatterns(List.of(pattern));
		for (String origin : ORIGINS) {
			assertThat(matches(pattern, origin)).as(pattern + " " + origin)
				.isEqualTo(spring.checkOrigin(origin) != null);
		}
	}

	@ParameterizedTest
	@CsvSource({ "https://*.example.org, https://A.Example.org:443", "https://*.example.org, wss://a.example.org",
			"wss://*.example.org, https://a.example.org", "https://a.example.org:443, https://a.example.org",
			"'https://*.example.org:[443,8443]', https://a.example.org" })
	void knowsTheSameOriginInAnotherForm(String pattern, String origin) {
		assertThat(matches(pattern, origin)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a.example.org", "https://*.example.org/", "https://*.example.org:[8080",
			"https://a b", "https://x:[*],https://y", "https://x?" })
	void refusesWhatIsNoPattern(String pattern) {
		assertThat(OriginPattern.parse(pattern)).isNull();
	}

	@Test
	void comparesNothingThatIsNoOrigin() {
		assertThat(WebOrigin.parse("https://evil.com/.example.org")).isNull();
	}

	private static boolean matches(String pattern, String text) {
		WebOrigin origin = WebOrigin.parse(text);
		assertThat(origin).as(text).isNotNull();
		return OriginPattern.parse(pattern).matches(text, origin);
	}

}
