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

package io.github.stickycluster.internal.autoconfigure.tls;

import java.security.KeyStore;
import java.util.Arrays;
import java.util.Set;

import io.github.stickycluster.autoconfigure.StickyClusterProperties.Ssl;
import io.github.stickycluster.testkit.Certificates;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TlsProvider}; BoringSSL is on the classpath.
 */
class TlsProviderTests {

	private static final String PASSWORD = "changeit";

	@Test
	void aDemandedLibraryThatIsMissingIsNamedWithTheFix() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> TlsProvider.of(Ssl.Provider.OPENSSL, () -> new ClassNotFoundException("SSLContext")))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("sticky-cluster.ssl.provider");
				assertThat(ex.getValue()).isEqualTo("openssl");
				assertThat(ex.getReason()).contains("Add the dependency 'io.netty:netty-tcnative-boringssl-static'")
					.contains("or use 'auto' or 'jdk'")
					.contains("ClassNotFoundException: SSLContext");
			});
	}

	@Test
	void withoutTheLibraryItIsTheJdkAndTheLogNamesTheLibrary() throws Exception {
		TlsProvider provider = TlsProvider.of(Ssl.Provider.AUTO, () -> new ClassNotFoundException("SSLContext"));
		SslContext context = provider.server("public", ecdsa(SslOptions.NONE), ClientAuth.NONE);
		assertThat(context).isNotInstanceOf(ReferenceCounted.class);
		assertThat(provider.describe(context)).startsWith("the JDK;")
			.contains("'io.netty:netty-tcnative-boringssl-static' on the classpath");
	}

	@Test
	void aLibraryThatCannotBeLoadedIsTold() throws Exception {
		TlsProvider provider = TlsProvider.of(Ssl.Provider.AUTO, () -> new UnsatisfiedLinkError("no such processor"));
		SslContext context = provider.server("public", ecdsa(SslOptions.NONE), ClientAuth.NONE);
		assertThat(provider.describe(context)).startsWith("the JDK;").contains("no such processor");
	}

	@Test
	void whoeverWantsTheJdkLoadsNoLibrary() throws Exception {
		TlsProvider provider = TlsProvider.of(Ssl.Provider.JDK, () -> {
			throw new AssertionError("loaded");
		});
		SslContext context = provider.server("public", ecdsa(SslOptions.NONE), ClientAuth.NONE);
		assertThat(context).isNotInstanceOf(ReferenceCounted.class);
		assertThat(provider.describe(context)).isEqualTo("the JDK");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
	void withTheLibraryItIsTheLibrary(Ssl.Provider wanted) throws Exception {
		TlsProvider provider = TlsProvider.of(wanted);
		for (SslContext context : new SslContext[] {
				provider.server("public", ecdsa(SslOptions.NONE), ClientAuth.REQUIRE),
				provider.client("public", ecdsa(SslOptions.NONE)) }) {
			assertThat(context).isInstanceOf(ReferenceCounted.class);
			assertThat(provider.describe(context)).isEqualTo("BoringSSL");
			assertThat(ReferenceCountUtil.release(context)).isTrue();
		}
	}

	@Test
	void aKeyThatTheLibraryCannotUseIsTheJdks() throws Exception {
		SslBundle bundle = bundle(new CertificateBuilder().algorithm(CertificateBuilder.Algorithm.ed25519)
			.subject("CN=server")
			.setIsCertificateAuthority(true)
			.buildSelfSigned(), SslOptions.NONE);
		assertIsTheJdks(bundle, "A trial handshake with this bundle failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS_AES_256_GCM_SHA384",
			"TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" })
	void aChoiceOfTheCiphersOfTls13IsTheJdks(String ciphers) throws Exception {
		assertIsTheJdks(ecdsa(SslOptions.of(ciphers.split(","), null)), "BoringSSL cannot select among them");
	}

	private static void assertIsTheJdks(SslBundle bundle, String reason) throws Exception {
		SslContext context = TlsProvider.of(Ssl.Provider.AUTO).server("public", bundle, ClientAuth.NONE);
		assertThat(context).isNotInstanceOf(ReferenceCounted.class);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> TlsProvider.of(Ssl.Provider.OPENSSL).server("public", bundle, ClientAuth.NONE))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("sticky-cluster.ssl.provider");
				assertThat(ex.getReason()).startsWith("Use 'auto' or 'jdk', or another bundle").contains(reason);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256",
			"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" })
	void otherCiphersAreTheLibrarys(String ciphers) throws Exception {
		SslContext context = TlsProvider.of(Ssl.Provider.OPENSSL)
			.server("public", ecdsa(SslOptions.of(ciphers.split(","), null)), ClientAuth.NONE);
		assertThat(Set.copyOf(context.cipherSuites())).isEqualTo(Set.copyOf(Arrays.asList(ciphers.split(","))));
		ReferenceCountUtil.release(context);
	}

	private static SslBundle ecdsa(SslOptions options) throws Exception {
		return bundle(Certificates.of("authority").issue("server"), options);
	}

	private static SslBundle bundle(X509Bundle issued, SslOptions options) throws Exception {
		KeyStore keys = issued.toKeyStore(PASSWORD.toCharArray());
		return SslBundle.of(SslStoreBundle.of(keys, PASSWORD, null), SslBundleKey.NONE, options);
	}

}
