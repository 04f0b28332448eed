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

import javax.net.ssl.SSLException;

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
 * The TLS between nodes, both sides of which show a certificate; it changes when the
 * bundle does.
 * <p>
 * A node is a member if the truststore trusts its certificate, whatever name that has:
 * nodes are reached by addresses that come and go.
 */
final class InternalTls {

	private static final Logger logger = LoggerFactory.getLogger(InternalTls.class);

	private static final String[] DEFAULT_PROTOCOLS = { SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2 };

	private final String name;

	private volatile Contexts contexts;

	private InternalTls(String name, SslBundle bundle) {
		this.name = name;
		this.contexts = contexts(bundle);
	}

	static InternalTls of(String name, SslBundles bundles) {
		PropertyChecks.check(bundles.getBundleNames().contains(name), "internal.ssl.bundle", name,
				"Define the bundle under 'spring.ssl.bundle', or use one of those defined: " + bundles.getBundleNames()
						+ ".");
		SslBundle bundle = bundles.getBundle(name);
		PropertyChecks.check(bundle.getStores().getTrustStore() != null && bundle.getStores().getKeyStore() != null,
				"internal.ssl.bundle", name,
				"Give the bundle a keystore with this node's certificate and a truststore that trusts those of the "
						+ "cluster's nodes and of nobody else.");
		InternalTls tls = new InternalTls(name, bundle);
		bundles.addBundleUpdateHandler(name, tls::reload);
		return tls;
	}

	SslContext server() {
		return this.contexts.server();
	}

	SslContext client() {
		return this.contexts.client();
	}

	/**
	 * Connections that are open keep the context they began with.
	 */
	private void reload(SslBundle bundle) {
		try {
			this.contexts = contexts(bundle);
			logger.info("New connections between nodes use the reloaded SSL bundle '{}'", this.name);
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot use the reloaded SSL bundle '{}', so new connections go on with what was there",
					this.name, ex);
		}
	}

	private Contexts contexts(SslBundle bundle) {
		try {
			SslContext server = configure(SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory()),
					bundle)
				.clientAuth(ClientAuth.REQUIRE)
				.build();
			SslContext client = configure(
					SslContextBuilder.forClient().keyManager(bundle.getManagers().getKeyManagerFactory()), bundle)
				.endpointIdentificationAlgorithm("")
				.build();
			return new Contexts(server, client);
		}
		catch (SSLException ex) {
			throw new IllegalStateException("Cannot use the SSL bundle '" + this.name + "'", ex);
		}
	}

	private static SslContextBuilder configure(SslContextBuilder builder, SslBundle bundle) {
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		return builder.sslProvider(SslProvider.JDK)
			.trustManager(bundle.getManagers().getTrustManagerFactory())
			.ciphers(ciphers(bundle))
			.protocols((protocols != null) ? protocols : DEFAULT_PROTOCOLS);
	}

	private static @Nullable List<String> ciphers(SslBundle bundle) {
		String[] ciphers = bundle.getOptions().getCiphers();
		return (ciphers != null) ? Arrays.asList(ciphers) : null;
	}

	private record Contexts(SslContext server, SslContext client) {

	}

}
