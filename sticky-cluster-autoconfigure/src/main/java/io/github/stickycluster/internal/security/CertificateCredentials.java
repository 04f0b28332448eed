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

import io.github.stickycluster.security.SocketAuthenticationConverter;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsByNameServiceWrapper;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationProvider;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.preauth.x509.SubjectX500PrincipalExtractor;
import org.springframework.security.web.authentication.preauth.x509.X509PrincipalExtractor;

/**
 * Reads the name of a user from the certificate of a client, as the filter for X.509 of
 * Spring Security does. TLS has checked the certificate. Needs the web module of Spring
 * Security.
 */
final class CertificateCredentials implements SocketAuthenticationConverter {

	private final X509PrincipalExtractor extractor;

	private CertificateCredentials(X509PrincipalExtractor extractor) {
		this.extractor = extractor;
	}

	/**
	 * Creates a converter.
	 * @param beanFactory may have the extractor of the name, which is the common name
	 * otherwise
	 */
	static CertificateCredentials of(BeanFactory beanFactory) {
		return new CertificateCredentials(beanFactory.getBeanProvider(X509PrincipalExtractor.class)
			.getIfUnique(SubjectX500PrincipalExtractor::new));
	}

	/**
	 * Creates the provider that loads the user of a certificate.
	 */
	static AuthenticationProvider provider(UserDetailsService users) {
		PreAuthenticatedAuthenticationProvider provider = new PreAuthenticatedAuthenticationProvider();
		provider.setPreAuthenticatedUserDetailsService(new UserDetailsByNameServiceWrapper<>(users));
		return provider;
	}

	@Override
	public @Nullable Authentication convert(Handshake handshake) {
		X509Certificate certificate = handshake.clientCertificate();
		if (certificate == null || handshake.parameter(SessionLogin.JSONP) != null) {
			return null;
		}
		return new PreAuthenticatedAuthenticationToken(this.extractor.extractPrincipal(certificate), certificate);
	}

}
