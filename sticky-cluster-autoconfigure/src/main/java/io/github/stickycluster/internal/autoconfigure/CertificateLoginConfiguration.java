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

import io.github.stickycluster.autoconfigure.StickyClusterProperties;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * The login of clients by their certificates, which {@link SecurityConfiguration} does if
 * the application can have it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sticky-cluster.security.certificate-login")
public class CertificateLoginConfiguration {

	private static final String PROPERTY = "security.certificate-login";

	private static final String MODULE = "org.springframework.security.web.authentication.preauth.x509.X509PrincipalExtractor";

	@Bean
	Checked stickyClusterCertificateLoginCheck(StickyClusterProperties properties) {
		OfferedCredentials.checkOrigins(properties.socketIo(), PROPERTY);
		boolean asked = properties.ssl().bundle() != null
				&& properties.ssl().clientAuth() != StickyClusterProperties.Ssl.ClientAuth.NONE;
		PropertyChecks.check(asked, PROPERTY, true,
				"No client is asked for a certificate: set 'sticky-cluster.ssl.client-auth' to 'want' or 'need', and "
						+ "'sticky-cluster.ssl.bundle'.");
		PropertyChecks.check(ClassUtils.isPresent(MODULE, getClass().getClassLoader()), PROPERTY, true,
				"Add 'spring-security-web', which reads the names of certificates.");
		return new Checked();
	}

	/**
	 * Says that certificates can be read.
	 */
	record Checked() {

	}

}
