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

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.github.stickycluster.autoconfigure.StickyClusterProperties.Ssl;
import io.github.stickycluster.internal.autoconfigure.PropertyChecks;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.SslBundle;

/**
 * Builds the TLS contexts of SSL bundles, with the JDK or with OpenSSL (or a fork of it)
 * of netty-tcnative, which needs a fraction of the processor time for a handshake.
 * <p>
 * A context of OpenSSL has a reference count, and its creator must release it. A context
 * of the JDK has none.
 */
public final class TlsProvider {

	private static final Logger logger = LoggerFactory.getLogger(TlsProvider.class);

	private static final String PROPERTY = "ssl.provider";

	private static final String LIBRARY = "io.netty:netty-tcnative-boringssl-static";

	private static final String[] DEFAULT_PROTOCOLS = { SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2 };

	/** BoringSSL has them all, always. */
	private static final Set<String> TLS_13_CIPHERS = Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
			"TLS_CHACHA20_POLY1305_SHA256");

	private final boolean openSsl;

	private final boolean demanded;

	/** Why it is the JDK, for the log. */
	private final String remark;

	private TlsProvider(boolean openSsl, boolean demanded, String remark) {
		this.openSsl = openSsl;
		this.demanded = demanded;
		this.remark = remark;
	}

	/**
	 * Finds what the properties ask for.
	 */
	public static TlsProvider of(Ssl.Provider wanted) {
		return of(wanted, OpenSsl::unavailabilityCause);
	}

	/**
	 * As {@link #of(Ssl.Provider)}.
	 * @param absence tells why there is no OpenSSL, or null if there is; not asked if the
	 * JDK is wanted, since the question loads the native library
	 */
	public static TlsProvider of(Ssl.Provider wanted, Supplier<@Nullable Throwable> absence) {
		if (wanted == Ssl.Provider.JDK) {
			return new TlsProvider(false, false, "");
		}
		Throwable absent = absence.get();
		boolean demanded = wanted == Ssl.Provider.OPENSSL;
		PropertyChecks.check(absent == null || !demanded, PROPERTY, "openssl", "Add the dependency '" + LIBRARY
				+ "', whose version Spring Boot manages, or use 'auto' or 'jdk'. What is missing: " + absent);
		return new TlsProvider(absent == null, demanded, remark(absent));
	}

	private static String remark(@Nullable Throwable absent) {
		if (absent == null) {
			return "";
		}
		return (absent instanceof ClassNotFoundException)
				? "; '" + LIBRARY + "' on the classpath would take less of the processor"
				: "; netty-tcnative is there, but cannot be loaded: " + absent;
	}

	/**
	 * Builds the context of a port on which HTTP/1.1 is spoken.
	 * @param name the bundle's name
	 * @param bundle the bundle
	 * @param clientAuth whether clients need a certificate
	 * @throws IllegalStateException if the bundle cannot be used
	 */
	SslContext server(String name, SslBundle bundle, ClientAuth clientAuth) {
		return build(name, (provider) -> {
			if (provider != SslProvider.JDK) {
				tryOut(bundle);
			}
			return serverBuilder(bundle, provider).trustManager(bundle.getManagers().getTrustManagerFactory())
				.clientAuth(clientAuth)
				.build();
		});
	}

	/**
	 * Builds the context of connections to other nodes, whose certificates are trusted
	 * whatever names they have.
	 * @param name the bundle's name
	 * @param bundle the bundle, with this node's own certificate
	 * @throws IllegalStateException if the bundle cannot be used
	 */
	SslContext client(String name, SslBundle bundle) {
		return build(name,
				(provider) -> configure(
						SslContextBuilder.forClient().keyManager(bundle.getManagers().getKeyManagerFactory()), bundle,
						provider)
					.trustManager(bundle.getManagers().getTrustManagerFactory())
					.endpointIdentificationAlgorithm("")
					.build());
	}

	/**
	 * Tells who does the TLS of a context, for the log.
	 */
	String describe(SslContext context) {
		return (context instanceof ReferenceCounted) ? OpenSsl.versionString() : "the JDK" + this.remark;
	}

	/**
	 * What OpenSSL cannot do, the JDK does, unless OpenSSL was demanded.
	 */
	private SslContext build(String name, Recipe recipe) {
		if (this.openSsl) {
			try {
				return recipe.build(SslProvider.OPENSSL_REFCNT);
			}
			catch (SSLException | RuntimeException ex) {
				PropertyChecks.check(!this.demanded, PROPERTY, "openssl", "Use 'auto' or 'jdk', or another bundle: "
						+ OpenSsl.versionString() + " cannot use '" + name + "'. " + ex.getMessage());
				logger.warn("{} cannot use the SSL bundle '{}'; using the TLS of the JDK instead: {}",
						OpenSsl.versionString(), name, ex.getMessage());
			}
		}
		try {
			return recipe.build(SslProvider.JDK);
		}
		catch (SSLException ex) {
			throw new IllegalStateException("Cannot use the SSL bundle '" + name + "'", ex);
		}
	}

	/**
	 * Keys of some kinds, or in some hardware, fail only when a client connects: so
	 * connect one.
	 */
	private static void tryOut(SslBundle bundle) throws SSLException {
		checkCiphers(bundle);
		SslContext server = serverBuilder(bundle, SslProvider.OPENSSL_REFCNT)
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.build();
		try {
			SslContext client = configure(SslContextBuilder.forClient(), bundle, SslProvider.OPENSSL_REFCNT)
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.endpointIdentificationAlgorithm("")
				.build();
			try {
				TlsTrial.handshake(client, server);
			}
			finally {
				ReferenceCountUtil.release(client);
			}
		}
		finally {
			ReferenceCountUtil.release(server);
		}
	}

	private static void checkCiphers(SslBundle bundle) throws SSLException {
		List<String> ciphers = ciphers(bundle);
		if (ciphers == null || !OpenSsl.versionString().contains("BoringSSL")
				|| !Arrays.asList(protocols(bundle)).contains(SslProtocols.TLS_v1_3)) {
			return;
		}
		Set<String> named = new HashSet<>(ciphers);
		named.retainAll(TLS_13_CIPHERS);
		if (!named.isEmpty() && named.size() < TLS_13_CIPHERS.size()) {
			throw new SSLException("The bundle names the TLS 1.3 ciphers " + named
					+ ", but BoringSSL cannot select among them: name none, or all of " + TLS_13_CIPHERS + ".");
		}
	}

	private static SslContextBuilder serverBuilder(SslBundle bundle, SslProvider provider) {
		return configure(SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory()), bundle, provider)
			.applicationProtocolConfig(protocolConfig(provider));
	}

	private static SslContextBuilder configure(SslContextBuilder builder, SslBundle bundle, SslProvider provider) {
		return builder.sslProvider(provider).ciphers(ciphers(bundle)).protocols(protocols(bundle));
	}

	/**
	 * Returns the ALPN settings. With the JDK, a client that offers only other protocols
	 * is refused. With OpenSSL, it is accepted without a protocol: remove this difference
	 * when Netty supports {@code FATAL_ALERT} for OpenSSL, for which its
	 * {@code SslContextBuilder} throws an {@code UnsupportedOperationException} (see
	 * netty/netty#3767).
	 */
	private static ApplicationProtocolConfig protocolConfig(SslProvider provider) {
		return (provider == SslProvider.JDK)
				? new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.FATAL_ALERT,
						SelectedListenerFailureBehavior.FATAL_ALERT, ApplicationProtocolNames.HTTP_1_1)
				: new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
						SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_1_1);
	}

	private static String[] protocols(SslBundle bundle) {
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		return (protocols != null) ? protocols : DEFAULT_PROTOCOLS;
	}

	private static @Nullable List<String> ciphers(SslBundle bundle) {
		String[] ciphers = bundle.getOptions().getCiphers();
		return (ciphers != null) ? Arrays.asList(ciphers) : null;
	}

	/**
	 * Builds a context for either provider.
	 */
	private interface Recipe {

		SslContext build(SslProvider provider) throws SSLException;

	}

}
