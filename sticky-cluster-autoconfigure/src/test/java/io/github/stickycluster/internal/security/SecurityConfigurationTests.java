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

import java.security.Principal;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterDisabledAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.metrics.SecurityMetrics;
import io.github.stickycluster.internal.nettysocketio.ClientGuard;
import io.github.stickycluster.security.SocketAccess;
import io.github.stickycluster.security.SocketAuthenticationConverter;
import io.github.stickycluster.security.SocketRules;
import io.github.stickycluster.socketio.OnEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for the auto-configuration of the identity of clients.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecurityConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class,
				StickyClusterMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1");

	private final ApplicationContextRunner withUsers = this.runner.withBean(UserDetailsService.class,
			InMemoryUserDetailsManager::new);

	@Test
	void withoutSpringSecurityNothingIsConfigured(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasSingleBean(Dispatcher.class)
				.doesNotHaveBean(ClientGuard.class)
				.doesNotHaveBean("stickyClusterSecurityReport"));
		assertThat(output).doesNotContain("authenticat");
	}

	@Test
	void withoutABeanThatAuthenticatesClientsConnectAsBefore(CapturedOutput output) {
		this.runner
			.run((context) -> assertThat(context).hasSingleBean(Dispatcher.class).doesNotHaveBean(ClientGuard.class));
		assertThat(output).contains("Socket.IO clients connect without authentication");
	}

	@Test
	void withABeanThatAuthenticatesClientsMustAuthenticate(CapturedOutput output) {
		this.withUsers.run((context) -> {
			assertThat(context).hasSingleBean(ClientGuard.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(SecurityMetrics.class).bindTo(meters);
			assertThat(meters.get("sticky.cluster.events.denied").functionCounter().count()).isZero();
		});
		assertThat(output)
			.containsOnlyOnce("Socket.IO clients must authenticate for all namespaces, and may then send");
	}

	@Test
	void onlyClassesThatAreLoadedLaterNeedOptionalModules() {
		noClasses().that(DescribedPredicate.not(areLoadedLater()))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.security.oauth2..", "org.springframework.security.config..",
					"org.springframework.security.web..", "org.springframework.web..", "org.springframework.http..",
					"jakarta..")
			.check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
				.importPackages("io.github.stickycluster.internal.security", "io.github.stickycluster.security"));
	}

	private static DescribedPredicate<JavaClass> areLoadedLater() {
		return DescribedPredicate.describe("are loaded later",
				(type) -> Set
					.of("BearerTokens", "Tokens", "Configured", "Variables", "SessionLoginFilter",
							"CertificateCredentials")
					.contains(type.getSimpleName()));
	}

	@Test
	void failsIfNothingCouldCheckCredentials() {
		ApplicationContextRunner converter = this.runner.withBean(SocketAuthenticationConverter.class,
				() -> (handshake) -> null);
		converter.run((
				context) -> assertThat(context).getFailure().rootCause().isInstanceOf(NoAuthenticationException.class));
		converter.withPropertyValues("sticky-cluster.security.required[/**]=false")
			.run((context) -> assertThat(context).hasSingleBean(ClientGuard.class));
	}

	/** They say that clients must authenticate, and nothing here asks them. */
	@ParameterizedTest
	@ValueSource(classes = { ReactiveAuthenticationManager.class, ReactiveUserDetailsService.class })
	<T> void failsIfOnlyReactiveBeansCouldCheckCredentials(Class<T> type) {
		this.runner.withBean(type, () -> mock(type))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoAuthenticationException.class));
	}

	@Test
	void failsForANamespaceWithoutASlash() {
		this.withUsers.withPropertyValues("sticky-cluster.security.required.admin=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("security.required[admin]")
				.hasMessageContaining("begins with a slash"));
	}

	@Test
	void failsForAMalformedPattern() {
		this.withUsers.withPropertyValues("sticky-cluster.security.required[/{a]=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("security.required[/{a]")
				.hasMessageContaining("malformed"));
	}

	@Test
	void aPrincipalWithoutAuthenticationStillFailsStartUp() {
		this.runner.withBean(Named.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("Principal"));
		this.withUsers.withBean(Named.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void rulesAreBuiltWithoutTheClusterToo() {
		this.runner.withConfiguration(AutoConfigurations.of(StickyClusterDisabledAutoConfiguration.class))
			.withUserConfiguration(Rules.class)
			.withPropertyValues("sticky-cluster.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("rules").doesNotHaveBean(ClientGuard.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Rules {

		@Bean
		AuthorizationManager<SocketAccess> rules(SocketRules rules) {
			return rules.anyEvent().authenticated().build();
		}

	}

	static class Named {

		@OnEvent("name")
		String name(Principal principal) {
			return principal.getName();
		}

	}

}
