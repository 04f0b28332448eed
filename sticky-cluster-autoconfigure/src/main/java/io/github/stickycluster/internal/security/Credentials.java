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

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.security.SocketAuthenticationConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The kinds of credentials that need no bean of the application.
 */
public final class Credentials {

	private static final boolean TOKENS = ClassUtils.isPresent(
			"org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken",
			Credentials.class.getClassLoader());

	private static final boolean CERTIFICATES = ClassUtils.isPresent(
			"org.springframework.security.web.authentication.preauth.x509.SubjectX500PrincipalExtractor",
			Credentials.class.getClassLoader());

	private Credentials() {
	}

	/**
	 * Returns whether there is the module of bearer tokens.
	 * @return whether there is
	 */
	public static boolean includeTokens() {
		return TOKENS;
	}

	/**
	 * Returns whether there is the module that reads certificates.
	 * @return whether there is
	 */
	public static boolean includeCertificates() {
		return CERTIFICATES;
	}

	/**
	 * Returns the converter of certificates, which are asked for last.
	 * @param beanFactory may have the bean that reads a name from a certificate
	 * @return the converter
	 */
	public static SocketAuthenticationConverter ofCertificates(BeanFactory beanFactory) {
		return CertificateCredentials.of(beanFactory);
	}

	/**
	 * Returns the converters of all kinds that clients send, in their order.
	 * @param tokenParameter the parameter of the query that has a token, or {@code null}
	 * for none
	 * @return the converters
	 */
	public static List<SocketAuthenticationConverter> converters(@Nullable String tokenParameter) {
		List<SocketAuthenticationConverter> converters = new ArrayList<>();
		if (TOKENS) {
			converters.addAll(BearerTokens.converters(tokenParameter));
		}
		converters.add(new BasicCredentials());
		return List.copyOf(converters);
	}

}
