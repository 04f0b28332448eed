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

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import io.github.stickycluster.internal.security.NoAuthenticationException;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testsupport.JavaClient;
import io.netty.pkitesting.X509Bundle;
import io.socket.client.IO;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.authentication.preauth.x509.X509PrincipalExtractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * The certificate of a client says which user of the application it is.
 */
class CertificateLoginTests {

	private final Certificates authority = Certificates.of("authority");

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "jdk, polling", "jdk, websocket", "openssl, 'polling,websocket'" })
	void aClientIsTheUserThatItsCertificateNames(String provider, String transports) {
		try (RunningApplication application = start(List.of(Users.class), "need", "ssl.provider=" + provider);
				JavaClient client = connect(application.port(), "anna", transports)) {
			assertThat(client.emitWithAck("user")).containsExactly("anna USER");
			assertThat(client.emitWithAck("certificate")).containsExactly("CN=anna");
		}
	}

	@Test
	void refusesACertificateOfNoUserAndOfALockedOne() throws Exception {
		try (RunningApplication application = start(List.of(Users.class), "need")) {
			assertThat(code(application.port(), this.authority.issue("nobody"))).isEqualTo("invalid_credentials");
			assertThat(code(application.port(), this.authority.issue("locked"))).isEqualTo("invalid_credentials");
		}
	}

	@Test
	void aClientWithoutACertificateHasNoCredentials() throws Exception {
		try (RunningApplication application = start(List.of(Users.class), "want")) {
			assertThat(code(application.port(), null)).isEqualTo("missing_credentials");
			try (JavaClient client = connect(application.port(), "anna", "websocket")) {
				assertThat(client.emitWithAck("user")).containsExactly("anna USER");
			}
		}
	}

	@Test
	void theApplicationSaysWhatTheNameIs() {
		try (RunningApplication application = start(List.of(Users.class, Extractor.class), "need");
				JavaClient client = connect(application.port(), "device-anna", "websocket")) {
			assertThat(client.emitWithAck("user")).containsExactly("anna USER");
		}
	}

	@Test
	void theCertificateOfATrustedProxyIsOfNoClient() throws Exception {
		try (RunningApplication application = start(List.of(Users.class), "need",
				"client-address.trusted-proxies=127.0.0.1")) {
			assertThat(code(application.port(), this.authority.issue("anna"))).isEqualTo("missing_credentials");
		}
	}

	@Test
	void aCertificateIsNobodyUnlessTheApplicationSaysSo() throws Exception {
		try (RunningApplication application = start(List.of(Users.class), "need", "security.certificate-login=false")) {
			assertThat(code(application.port(), this.authority.issue("anna"))).isEqualTo("missing_credentials");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void theNodeThatHasTheSessionKnowsTheCertificate(String transports) {
		String secret = "internal.secret=sixteen characters or more";
		try (RunningApplication workers = start(List.of(Users.class), "need", "role=workers", "node-id=workers",
				secret);
				RunningApplication dispatcher = start(List.of(Users.class), "need", "role=dispatcher",
						"node-id=dispatcher", secret)) {
			NodeKindsTests.introduce(workers, dispatcher);
			try (JavaClient client = connect(dispatcher.port(), "anna", transports)) {
				assertThat(client.emitWithAck("user")).containsExactly("anna USER");
				assertThat((String) client.emitWithAck("headers")[0]).containsIgnoringCase("Host")
					.doesNotContainIgnoringCase("Sticky-Cluster");
			}
		}
	}

	@Test
	void noClientForgesTheHeaderOfANode() throws Exception {
		String certificate = Base64.getEncoder()
			.encodeToString(this.authority.issue("anna").getCertificate().getEncoded());
		Consumer<IO.Options> forged = (
				options) -> options.extraHeaders = Map.of("Sticky-Cluster-Certificate", List.of(certificate));
		String secret = "internal.secret=sixteen characters or more";
		try (RunningApplication all = start(List.of(Users.class), "want", "node-id=workers", secret);
				RunningApplication dispatcher = start(List.of(Users.class), "want", "role=dispatcher",
						"node-id=dispatcher", secret)) {
			NodeKindsTests.introduce(all, dispatcher);
			assertThat(code(all.port(), null, forged)).isEqualTo("missing_credentials");
			assertThat(code(dispatcher.port(), null, forged)).isEqualTo("missing_credentials");
		}
	}

	@Test
	void needsAPortThatAsksForCertificates() {
		assertThatException().isThrownBy(() -> start(List.of(Users.class), "none").close())
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.satisfies((failure) -> assertThat(((InvalidConfigurationPropertyValueException) failure).getReason())
				.contains("ssl.client-auth"));
	}

	@Test
	void refusesOriginsOfOthers() {
		assertThatException()
			.isThrownBy(() -> start(List.of(Users.class), "want", "socket-io.allowed-origins=*").close())
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.withMessageContaining("socket-io.allowed-origins");
	}

	@Test
	void failsWithoutABeanThatAuthenticates() {
		assertThatException().isThrownBy(() -> start(List.of(), "want").close())
			.havingRootCause()
			.isInstanceOf(NoAuthenticationException.class);
	}

	private RunningApplication start(List<Class<?>> beans, String clientAuth, String... properties) {
		this.authority.writeAuthority(this.folder.resolve("authority.crt"));
		Certificates.write(this.folder, "server", this.authority.issue("server"));
		List<String> all = new ArrayList<>();
		all.add("sticky-cluster.security.certificate-login=true");
		all.add("sticky-cluster.workers.count=1");
		List.of(properties).forEach((property) -> all.add("sticky-cluster." + property));
		all.add("sticky-cluster.ssl.bundle=public");
		all.add("sticky-cluster.ssl.client-auth=" + clientAuth);
		all.add("spring.ssl.bundle.pem.public.keystore.certificate=" + this.folder.resolve("server.crt"));
		all.add("spring.ssl.bundle.pem.public.keystore.private-key=" + this.folder.resolve("server.key"));
		all.add("spring.ssl.bundle.pem.public.truststore.certificate=" + this.folder.resolve("authority.crt"));
		return RunningApplication.start(beans, all.toArray(String[]::new));
	}

	private JavaClient connect(int port, String name, String transports) {
		SSLContext tls = this.authority.client(this.authority.issue(name));
		return JavaClient.connectSecurely(port, "127.0.0.1", tls.getSocketFactory(), this.authority.trustManager(),
				(options) -> options.transports = transports.split(","));
	}

	private String code(int port, @Nullable X509Bundle certificate) throws Exception {
		return code(port, certificate, (options) -> {
		});
	}

	private String code(int port, @Nullable X509Bundle certificate, Consumer<IO.Options> more) throws Exception {
		SSLContext tls = this.authority.client(certificate);
		try (JavaClient client = JavaClient.createSecurely(port, "127.0.0.1", tls.getSocketFactory(),
				this.authority.trustManager(), more)) {
			CompletableFuture<Object> error = new CompletableFuture<>();
			client.socket().on("connect_error", (args) -> error.complete(args[0]));
			client.socket().connect();
			await().until(error::isDone);
			return ((JSONObject) error.get(1, TimeUnit.SECONDS)).getJSONObject("data").getString("code");
		}
	}

	static class Listeners {

		@OnEvent("user")
		String user(@AuthenticationPrincipal User user) {
			return user.getUsername() + " " + user.getAuthorities().iterator().next().getAuthority();
		}

		@OnEvent("certificate")
		String certificate(Handshake handshake) {
			X509Certificate certificate = handshake.clientCertificate();
			return (certificate != null) ? certificate.getSubjectX500Principal().getName() : "none";
		}

		@OnEvent("headers")
		String headers(Handshake handshake) {
			return String.join(",", handshake.headers().keySet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("anna").password("{noop}secret").authorities("USER").build(),
					User.withUsername("locked")
						.password("{noop}secret")
						.authorities("USER")
						.accountLocked(true)
						.build());
		}

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Extractor {

		@Bean
		X509PrincipalExtractor extractor() {
			return (certificate) -> certificate.getSubjectX500Principal().getName().substring("CN=device-".length());
		}

	}

}
