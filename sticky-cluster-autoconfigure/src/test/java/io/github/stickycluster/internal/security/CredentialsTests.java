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

package io.github.stickycluster.internal.security;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Interner;
import io.github.stickycluster.internal.engineio.HandshakeRequest;
import io.github.stickycluster.socketio.Handshake;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Credentials}.
 */
class CredentialsTests {

	@Test
	void findsNoneInAnEmptyHandshake() {
		assertThat(convert(Map.of(), Map.of(), null)).isNull();
		assertThat(convert(Map.of("user", "anna"), Map.of("Authorization", "Digest x"), null)).isNull();
	}

	@Test
	void readsTheTokenOfThePayloadFirstThenTheHeaderThenTheParameter() {
		assertThat(token(convert(Map.of("token", "a"), Map.of("Authorization", "Bearer b"), "c"))).isEqualTo("a");
		assertThat(token(convert(Map.of(), Map.of("Authorization", "bearer  b=="), "c"))).isEqualTo("b==");
		assertThat(token(convert(Map.of(), Map.of(), "c"))).isEqualTo("c");
	}

	@Test
	void readsAParameterOnlyWhereTheApplicationSaysSo() {
		Handshake handshake = handshake(Map.of(), Map.of(), "c");
		assertThat(
				Credentials.converters(null).stream().map((each) -> each.convert(handshake)).filter(Objects::nonNull))
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "=", "a=b", "ä", "a,b", "\n" })
	void refusesAMalformedToken(String token) {
		assertThatExceptionOfType(InvalidBearerTokenException.class)
			.isThrownBy(() -> convert(Map.of("token", token), Map.of(), null));
	}

	@Test
	void refusesATokenThatIsNoText() {
		assertThatExceptionOfType(InvalidBearerTokenException.class)
			.isThrownBy(() -> convert(Map.of("token", 1), Map.of(), null));
	}

	@Test
	void readsHttpBasicInUtf8() {
		// anna:p:ä
		Authentication request = convert(Map.of(), Map.of("authorization", "basic YW5uYTpwOsOk"), null);
		assertThat(request).isNotNull();
		assertThat(request.getName()).isEqualTo("anna");
		assertThat(request.getCredentials()).isEqualTo("p:ä");
		assertThat(request.isAuthenticated()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic ###", "Basic YW5uYQ==", "Basic " })
	void refusesMalformedHttpBasic(String header) {
		assertThatExceptionOfType(BadCredentialsException.class)
			.isThrownBy(() -> convert(Map.of(), Map.of("Authorization", header), null));
	}

	private static String token(@Nullable Authentication request) {
		assertThat(request).isInstanceOf(BearerTokenAuthenticationToken.class);
		return ((BearerTokenAuthenticationToken) request).getToken();
	}

	private static @Nullable Authentication convert(Object auth, Map<String, String> headers,
			@Nullable String parameter) {
		Handshake handshake = handshake(auth, headers, parameter);
		return Credentials.converters("token")
			.stream()
			.map((converter) -> converter.convert(handshake))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static Handshake handshake(Object auth, Map<String, String> headers, @Nullable String parameter) {
		HttpHeaders all = new DefaultHttpHeaders();
		headers.forEach(all::add);
		InetSocketAddress address = new InetSocketAddress(1);
		String url = "/socket.io/?EIO=4" + ((parameter != null) ? "&token=" + parameter : "");
		return new HandshakeRequest(new io.github.stickycluster.internal.engineio.Handshake(all,
				Interner.newWeakInterner(), url, address, address, false), () -> auth, Map::of);
	}

}
