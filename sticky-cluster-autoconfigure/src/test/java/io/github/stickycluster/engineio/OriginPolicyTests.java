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

package io.github.stickycluster.engineio;

import java.util.List;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OriginPolicy}.
 */
class OriginPolicyTests {

	private static HttpHeaders headers(String... pairs) {
		HttpHeaders headers = new DefaultHttpHeaders();
		for (int i = 0; i < pairs.length; i += 2) {
			headers.add(pairs[i], pairs[i + 1]);
		}
		return headers;
	}

	private static HttpHeaders answer(OriginPolicy policy, HttpHeaders request) {
		HttpHeaders response = new DefaultHttpHeaders();
		policy.addHeaders(request, response);
		return response;
	}

	@Test
	void withoutAnOriginAllIsPermitted() {
		assertThat(new OriginPolicy(List.of()).permits(headers("Host", "a"))).isTrue();
	}

	@Test
	void theSameOriginIsPermitted() {
		OriginPolicy policy = new OriginPolicy(List.of());
		assertThat(policy.permits(headers("Origin", "http://a:1", "Host", "a:1"))).isTrue();
		assertThat(policy.permits(headers("Origin", "https://A", "Host", "a:443"))).isTrue();
		assertThat(policy.permits(headers("Origin", "https://a:443", "Host", "a"))).isTrue();
		assertThat(policy.permits(headers("Origin", "http://a:80", "Host", "a"))).isTrue();
	}

	@Test
	void othersAreRefused() {
		OriginPolicy policy = new OriginPolicy(List.of("https://good.example"));
		for (String origin : List.of("http://a:2", "http://b:1", "http://good.example", "https://good.example:8443",
				"https://good.example.evil", "https://evil/good.example", "null", "", "a:1",
				"https://evil@good.example")) {
			HttpHeaders request = headers("Origin", origin, "Host", "a:1");
			assertThat(policy.permits(request)).as(origin).isFalse();
			assertThat(answer(policy, request)).as(origin).isEmpty();
		}
	}

	@Test
	void aListedOriginIsNamedWithCredentials() {
		OriginPolicy policy = new OriginPolicy(List.of("https://good.example", "*"));
		HttpHeaders response = answer(policy, headers("Origin", "https://good.example", "Host", "a"));
		assertThat(response.get("access-control-allow-origin")).isEqualTo("https://good.example");
		assertThat(response.get("access-control-allow-credentials")).isEqualTo("true");
		assertThat(response.get("vary")).isEqualToIgnoringCase("origin");
	}

	@Test
	void anyOriginIsNotNamedAndHasNoCredentials() {
		OriginPolicy policy = new OriginPolicy(List.of("*"));
		HttpHeaders response = answer(policy, headers("Origin", "https://other.example", "Host", "a"));
		assertThat(response.get("access-control-allow-origin")).isEqualTo("*");
		assertThat(response.contains("access-control-allow-credentials")).isFalse();
	}

	@Test
	void theSameOriginNeedsNoCorsHeaders() {
		assertThat(answer(new OriginPolicy(List.of()), headers("Origin", "http://a", "Host", "a"))).isEmpty();
	}

	@Test
	void scriptsAndImagesOfOtherSitesAreRefused() {
		OriginPolicy policy = new OriginPolicy(List.of("https://good.example"));
		assertThat(policy.permits(headers("Sec-Fetch-Site", "cross-site"))).isFalse();
		assertThat(policy.permits(headers("Sec-Fetch-Site", "same-site"))).isFalse();
		assertThat(policy.permits(headers("Sec-Fetch-Site", "same-origin"))).isTrue();
		assertThat(policy.permits(headers("Sec-Fetch-Site", "none"))).isTrue();
		assertThat(new OriginPolicy(List.of("*")).permits(headers("Sec-Fetch-Site", "cross-site"))).isTrue();
	}

	@Test
	void aPreflightIsToldMethodsAndHeaders() {
		HttpHeaders response = new DefaultHttpHeaders();
		new OriginPolicy(List.of("https://good.example")).addPreflightHeaders(
				headers("Origin", "https://good.example", "Access-Control-Request-Headers", "x-a, x-b"), response);
		assertThat(response.get("access-control-allow-methods")).contains("POST");
		assertThat(response.get("access-control-allow-headers")).isEqualTo("x-a, x-b");
	}

}
