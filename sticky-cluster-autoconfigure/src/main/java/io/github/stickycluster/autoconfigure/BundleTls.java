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

package io.github.stickycluster.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.github.stickycluster.autoconfigure.StickyClusterProperties.Ssl;
import io.github.stickycluster.dispatch.TlsSettings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The TLS of an SSL bundle, which changes when the bundle does.
 */
final class BundleTls implements Supplier<SslContext> {

	private static final Logger logger = LoggerFactory.getLogger(BundleTls.class);

	private static final String[] DEFAULT_PROTOCOLS = { SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2 };

	private final String name;

	private final ClientAuth clientAuth;

	private volatile SslContext context;

	private BundleTls(String name, SslBundle bundle, Ssl.ClientAuth clientAuth) {
		this.name = name;
		this.clientAuth = switch (clientAuth) {
			case NONE -> ClientAuth.NONE;
			case WANT -> ClientAuth.OPTIONAL;
			case NEED -> ClientAuth.REQUIRE;
		};
		this.context = context(bundle);
	}

	static TlsSettings settings(Ssl properties, SslBundles bundles) {
		String name = (properties.bundle() != null) ? properties.bundle() : "";
		PropertyChecks.inRange("ssl.handshake-timeout", properties.handshakeTimeout(), PropertiesMapper.SHORTEST,
				PropertiesMapper.LONGEST);
		PropertyChecks.check(bundles.getBundleNames().contains(name), "ssl.bundle", name,
				"Define the bundle under 'spring.ssl.bundle', or use one of those defined: " + bundles.getBundleNames()
						+ ".");
		SslBundle bundle = bundles.getBundle(name);
		PropertyChecks.check(
				properties.clientAuth() == Ssl.ClientAuth.NONE || bundle.getStores().getTrustStore() != null,
				"ssl.client-auth", properties.clientAuth(),
				"Give the bundle '" + name + "' a truststore with the issuers of client certificates, or use 'none'.");
		BundleTls tls = new BundleTls(name, bundle, properties.clientAuth());
		bundles.addBundleUpdateHandler(name, tls::reload);
		return new TlsSettings(tls, properties.handshakeTimeout());
	}

	@Override
	public SslContext get() {
		return this.context;
	}

	/**
	 * Connections that are open keep the context they began with.
	 */
	private void reload(SslBundle bundle) {
		try {
			this.context = context(bundle);
			logger.info("New connections use the reloaded SSL bundle '{}'", this.name);
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot use the reloaded SSL bundle '{}', so new connections go on with what was there",
					this.name, ex);
		}
	}

	private SslContext context(SslBundle bundle) {
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		try {
			return SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
				.sslProvider(SslProvider.JDK)
				.trustManager(bundle.getManagers().getTrustManagerFactory())
				.clientAuth(this.clientAuth)
				.ciphers(ciphers(bundle))
				.protocols((protocols != null) ? protocols : DEFAULT_PROTOCOLS)
				.applicationProtocolConfig(
						new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.FATAL_ALERT,
								SelectedListenerFailureBehavior.FATAL_ALERT, ApplicationProtocolNames.HTTP_1_1))
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("Cannot use the SSL bundle '" + this.name + "'", ex);
		}
	}

	private static @Nullable List<String> ciphers(SslBundle bundle) {
		String[] ciphers = bundle.getOptions().getCiphers();
		return (ciphers != null) ? Arrays.asList(ciphers) : null;
	}

}
