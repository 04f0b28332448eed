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

import java.security.cert.X509Certificate;

import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.testkit.Certificates;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CertificateCredentials}.
 */
class CertificateCredentialsTests {

	private final CertificateCredentials credentials = CertificateCredentials.of(new DefaultListableBeanFactory());

	private final Handshake handshake = mock(Handshake.class);

	@Test
	void readsTheCommonName() {
		X509Certificate certificate = Certificates.of("authority").issue("anna").getCertificate();
		given(this.handshake.clientCertificate()).willReturn(certificate);
		Authentication request = this.credentials.convert(this.handshake);
		assertThat(request).isNotNull();
		assertThat(request.getPrincipal()).isEqualTo("anna");
		assertThat(request.getCredentials()).isSameAs(certificate);
		assertThat(request.isAuthenticated()).isFalse();
	}

	@Test
	void readsNothingForAScriptThatAnyPageMayInclude() {
		X509Certificate certificate = Certificates.of("authority").issue("anna").getCertificate();
		given(this.handshake.clientCertificate()).willReturn(certificate);
		given(this.handshake.parameter("j")).willReturn("0");
		assertThat(this.credentials.convert(this.handshake)).isNull();
	}

}
