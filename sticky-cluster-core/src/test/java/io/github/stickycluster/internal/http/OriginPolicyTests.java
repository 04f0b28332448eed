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

package io.github.stickycluster.internal.http;

import java.util.List;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

	private static boolean permits(OriginPolicy policy, HttpHeaders request) {
		return policy.permits(request, isSame(request));
	}

	private static boolean isSame(HttpHeaders headers) {
		HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", headers);
		return ClientAddressResolver.PEER.isSameOrigin(new EmbeddedChannel(), request);
	}

	private static HttpHeaders answer(OriginPolicy policy, HttpHeaders request) {
		HttpHeaders response = new DefaultHttpHeaders();
		policy.addHeaders(request, isSame(request), response);
		return response;
	}

	@Test
	void withoutAnOriginAllIsPermitted() {
		assertThat(permits(new OriginPolicy(List.of()), headers("Host", "a"))).isTrue();
	}

	@Test
	void theSameOriginIsPermitted() {
		OriginPolicy policy = new OriginPolicy(List.of());
		assertThat(permits(policy, headers("Origin", "http://a:1", "Host", "a:1"))).isTrue();
		assertThat(permits(policy, headers("Origin", "https://A", "Host", "a:443"))).isTrue();
		assertThat(permits(policy, headers("Origin", "https://a:443", "Host", "a"))).isTrue();
		assertThat(permits(policy, headers("Origin", "http://a:80", "Host", "a"))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "wss://site, site:443", "wss://site, site", "wss://site:443, site", "wss://SITE:443, site:443",
			"ws://site, site:80", "ws://site, site", "ws://site:80, site", "HTTPS://Site, sITE:443",
			"wss://site:8443, site:8443", "http://[::1]:3000, [0:0:0:0:0:0:0:1]:3000", "http://[::1], [::1]:80",
			"https://[2001:DB8::a], [2001:db8:0::A]:443", "https://site, site:", "http://a_b:1, a_b:1",
			"http://xn--mller-kva.example, XN--MLLER-KVA.example" })
	void theSameOriginMayBeWrittenDifferently(String origin, String host) {
		assertThat(permits(new OriginPolicy(List.of()), headers("Origin", origin, "Host", host))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "wss://site, site:80", "ws://site, site:443", "https://site, site:8443", "http://site, site:443",
			"app://site, site", "file://site, site", "capacitor://localhost, localhost", "https://site.evil, site",
			"https://site@evil, site", "https://evil, evil@site", "https://site., site", "http://[::1], [::2]",
			"http://a_b, a-b", "https://site:443:443, site", "https://, site", "null, null", "site, site",
			"https:/site, site", "https://site/, site", "https://site?, site", "http://site#, site" })
	void theSameTextIsNotTheSameOrigin(String origin, String host) {
		assertThat(permits(new OriginPolicy(List.of()), headers("Origin", origin, "Host", host))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "wss://good.example, https://good.example:443", "https://good.example, wss://good.example",
			"http://good.example:80, ws://GOOD.example", "http://[::1]:1, http://[0::1]:1", "app://., app://.",
			"APP://., app://.", "file://, file://", "null, null", "capacitor://localhost, capacitor://localhost",
			"http://my_host:3000, http://my_host:3000" })
	void listedOriginsMayBeWrittenDifferently(String origin, String listed) {
		HttpHeaders request = headers("Origin", origin, "Host", "a");
		OriginPolicy policy = new OriginPolicy(List.of(listed));
		assertThat(permits(policy, request)).isTrue();
		assertThat(answer(policy, request).get("access-control-allow-origin")).isEqualTo(origin);
	}

	@Test
	void othersAreRefused() {
		OriginPolicy policy = new OriginPolicy(List.of("https://good.example"));
		for (String origin : List.of("http://a:2", "http://b:1", "http://good.example", "https://good.example:8443",
				"https://good.example.evil", "https://evil/good.example", "null", "", "a:1",
				"https://evil@good.example")) {
			HttpHeaders request = headers("Origin", origin, "Host", "a:1");
			assertThat(permits(policy, request)).as(origin).isFalse();
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
		assertThat(permits(policy, headers("Sec-Fetch-Site", "cross-site"))).isFalse();
		assertThat(permits(policy, headers("Sec-Fetch-Site", "same-site"))).isFalse();
		assertThat(permits(policy, headers("Sec-Fetch-Site", "same-origin"))).isTrue();
		assertThat(permits(policy, headers("Sec-Fetch-Site", "none"))).isTrue();
		assertThat(permits(new OriginPolicy(List.of("*")), headers("Sec-Fetch-Site", "cross-site"))).isTrue();
	}

	@Test
	void aPreflightIsToldMethodsAndHeaders() {
		HttpHeaders response = new DefaultHttpHeaders();
		new OriginPolicy(List.of("https://good.example")).addPreflightHeaders(
				headers("Origin", "https://good.example", "Access-Control-Request-Headers", "x-a, x-b"), false,
				response);
		assertThat(response.get("access-control-allow-methods")).contains("POST");
		assertThat(response.get("access-control-allow-headers")).isEqualTo("x-a, x-b");
	}

	@Test
	void originsOfAPatternGetCredentials() {
		OriginPolicy policy = new OriginPolicy(List.of(), List.of("https://*.good.example"));
		HttpHeaders request = headers("Origin", "https://a.good.example", "Host", "b");
		assertThat(permits(policy, request)).isTrue();
		assertThat(answer(policy, request).get("Access-Control-Allow-Origin")).isEqualTo("https://a.good.example");
		assertThat(answer(policy, request).get("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(answer(policy, request).get("Vary")).isEqualToIgnoringCase("Origin");
		HttpHeaders other = headers("Origin", "https://good.example.evil", "Host", "b");
		assertThat(permits(policy, other)).isFalse();
		assertThat(answer(policy, other)).isEmpty();
	}

	@Test
	void patternsAreNoRegularExpressions() {
		assertThat(permits(new OriginPolicy(List.of(), List.of("https://a.b*")), headers("Origin", "https://axb")))
			.isFalse();
	}

	@Test
	@Timeout(5)
	void patternsMatchLongOriginsInLinearTime() {
		OriginPolicy policy = new OriginPolicy(List.of(), List.of("https://*a*a*a*a*a*a*.example"));
		assertThat(permits(policy, headers("Origin", "https://" + "a".repeat(1_000_000)))).isFalse();
	}

}
