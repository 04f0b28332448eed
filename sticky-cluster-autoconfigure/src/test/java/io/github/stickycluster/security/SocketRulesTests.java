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

package io.github.stickycluster.security;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SocketRules}.
 */
class SocketRulesTests {

	private final Authentication user = new TestingAuthenticationToken("anna", "", "ROLE_USER");

	private final Authentication admin = new TestingAuthenticationToken("root", "", "ROLE_ADMIN");

	@Test
	void theFirstRuleThatMatchesDecides() {
		AuthorizationManager<SocketAccess> rules = rules().event("/", "a")
			.hasRole("ADMIN")
			.event("/", "a")
			.permitAll()
			.anyEvent()
			.permitAll()
			.build();
		assertThat(isGranted(rules, this.user, "/", "a")).isFalse();
		assertThat(isGranted(rules, this.admin, "/", "a")).isTrue();
		assertThat(isGranted(rules, this.user, "/", "b")).isTrue();
	}

	@Test
	void deniesAnEventThatNoRuleMatches() {
		AuthorizationManager<SocketAccess> rules = rules().connect("/").permitAll().event("/", "a").permitAll().build();
		assertThat(isGranted(rules, this.admin, "/", "b")).isFalse();
		assertThat(isGranted(rules, this.admin, "/other", "a")).isFalse();
	}

	@Test
	void leavesAConnectOpenThatNoRuleMatches() {
		AuthorizationManager<SocketAccess> rules = rules().connect("/admin")
			.hasRole("ADMIN")
			.anyEvent()
			.permitAll()
			.build();
		assertThat(rules.authorize(() -> this.user, access("/", null))).isNull();
		assertThat(isGranted(rules, this.user, "/admin", null)).isFalse();
		assertThat(isGranted(rules, this.admin, "/admin", null)).isTrue();
	}

	@Test
	void matchesPatternsAndHandsOverTheirVariables() {
		AuthorizationManager<SocketAccess> rules = rules().event("/tenant-{tenant}", "order:{id}")
			.access((authentication,
					access) -> new AuthorizationDecision(access.variables().equals(Map.of("tenant", "7", "id", "1"))))
			.connect("/shop/{*all}")
			.denyAll()
			.build();
		assertThat(isGranted(rules, this.user, "/tenant-7", "order:1")).isTrue();
		assertThat(isGranted(rules, this.user, "/tenant-8", "order:1")).isFalse();
		assertThat(isGranted(rules, this.user, "/shop/a/b", null)).isFalse();
	}

	@Test
	void readsNothingIntoANameThatAPathWouldHave() {
		AuthorizationManager<SocketAccess> rules = rules().event("/", "{word}-list").permitAll().build();
		assertThat(isGranted(rules, this.user, "/", "a-list")).isTrue();
		assertThat(isGranted(rules, this.user, "/", "a-list;x=1")).isFalse();
		assertThat(isGranted(rules, this.user, "/", "a%2Dlist")).isFalse();
	}

	@Test
	void deniesWhatAManagerAbstainsFrom() {
		AuthorizationManager<SocketAccess> rules = rules().anyConnect()
			.access((authentication, access) -> null)
			.build();
		assertThat(isGranted(rules, this.admin, "/", null)).isFalse();
	}

	@Test
	void refusesANamespaceWithoutASlashAndAMalformedPattern() {
		assertThatIllegalArgumentException().isThrownBy(() -> rules().connect("admin"))
			.withMessageContaining("\"/admin\"");
		assertThatIllegalArgumentException().isThrownBy(() -> rules().event("/", "a{b")).withMessageContaining("a{b");
	}

	@Test
	void namesItsRulesInTheirOrder() {
		assertThat(rules().connect("/admin").denyAll().event("/", "a:{b}").denyAll().anyEvent().denyAll().build())
			.hasToString("connect to /admin, event a:{b} in /, all events in all namespaces");
	}

	private static SocketRules rules() {
		return new SocketRules(new DefaultAuthorizationManagerFactory<>());
	}

	private static boolean isGranted(AuthorizationManager<SocketAccess> rules, Authentication authentication,
			String namespace, @Nullable String event) {
		AuthorizationResult result = rules.authorize(() -> authentication, access(namespace, event));
		assertThat(result).isNotNull();
		return result.isGranted();
	}

	private static SocketAccess access(String namespace, @Nullable String event) {
		return new SocketAccess(none(SocketIOClient.class), namespace, none(Handshake.class), event, List.of(),
				Map.of());
	}

	// The rules ask neither.
	private static <T> T none(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				throw new UnsupportedOperationException();
			}));
	}

}
