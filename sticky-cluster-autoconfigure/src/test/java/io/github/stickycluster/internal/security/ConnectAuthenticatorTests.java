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

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import io.github.stickycluster.internal.nettysocketio.ClientGuard;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectAuthenticator}.
 */
class ConnectAuthenticatorTests {

	private final TestingAuthenticationToken request = new TestingAuthenticationToken("anna", "secret");

	private @Nullable ConnectAuthenticator authenticator;

	@AfterEach
	void stop() {
		SecurityContextHolder.clearContext();
		if (this.authenticator != null) {
			this.authenticator.destroy();
		}
	}

	@Test
	void refusesAClientWhoseCredentialsAreNotCheckedInTime() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		Refusal refusal = refusal((request) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return request;
		});
		assertThat(refusal.message()).isEqualTo("Service Unavailable");
		assertThat(refusal.data()).isEqualTo(Map.of("status", 503, "code", "unavailable"));
	}

	@Test
	void refusesAClientWhoseCredentialsCannotBeChecked() throws Exception {
		Refusal refusal = refusal((request) -> {
			throw new AuthenticationServiceException("The database is away");
		});
		assertThat(refusal.data()).isEqualTo(Map.of("status", 503, "code", "unavailable"));
	}

	@Test
	void refusesAClientThatTheManagerDoesNotAuthenticate() throws Exception {
		assertThat(refusal((request) -> null).data()).isEqualTo(Map.of("status", 401, "code", "invalid_credentials"));
	}

	@Test
	void putsTheContextBackThatWasThereBefore() {
		ConnectAuthenticator guard = create((request) -> request);
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("system", "")));
		Object before = guard.enter(new SocketIdentity(this.request, null, 0, null));
		assertThat(name()).isEqualTo("anna");
		Object between = guard.enter(new SocketIdentity(new TestingAuthenticationToken("otto", ""), "otto", 0, null));
		assertThat(name()).isEqualTo("otto");
		guard.leave(between);
		assertThat(name()).isEqualTo("anna");
		guard.leave(before);
		assertThat(name()).isEqualTo("system");
	}

	@Test
	void doesNotLetACallChangeTheContextOfTheNext() {
		ConnectAuthenticator guard = create((request) -> request);
		SocketIdentity identity = new SocketIdentity(this.request, null, 0, null);
		Object before = guard.enter(identity);
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("root", ""));
		guard.leave(before);
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
		guard.enter(identity);
		assertThat(name()).isEqualTo("anna");
	}

	private static String name() {
		return SecurityContextHolder.getContext().getAuthentication().getName();
	}

	private Refusal refusal(AuthenticationManager manager) throws Exception {
		ClientGuard.Outcome outcome = create(manager).identify(client(), proxy(Handshake.class, null))
			.toCompletableFuture()
			.get(5, TimeUnit.SECONDS);
		assertThat(outcome.identity()).isNull();
		assertThat(outcome.refusal()).isNotNull();
		return outcome.refusal();
	}

	private ConnectAuthenticator create(AuthenticationManager manager) {
		SecurityContextHolderStrategy contexts = SecurityContextHolder.getContextHolderStrategy();
		this.authenticator = new ConnectAuthenticator(List.of((handshake) -> this.request), (access) -> manager, null,
				new RequiredNamespaces(Map.of()), new AccessRules(null, new NoEvents(), contexts), contexts,
				new TokenLife(Duration.ZERO, Duration.ofSeconds(-1)), Duration.ofMillis(200));
		return this.authenticator;
	}

	private static SocketIOClient client() {
		SocketIONamespace namespace = proxy(SocketIONamespace.class, "");
		return SocketIOClient.class
			.cast(Proxy.newProxyInstance(SocketIOClient.class.getClassLoader(), new Class<?>[] { SocketIOClient.class },
					(proxy, method, arguments) -> method.getName().equals("getNamespace") ? namespace : true));
	}

	// Answers each call the same.
	private static <T> T proxy(Class<T> type, @Nullable Object answer) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> answer));
	}

	private static final class NoEvents implements AuthorizationEventPublisher {

		@Override
		public <T> void publishAuthorizationEvent(Supplier<Authentication> authentication, T object,
				AuthorizationResult result) {
		}

	}

}
