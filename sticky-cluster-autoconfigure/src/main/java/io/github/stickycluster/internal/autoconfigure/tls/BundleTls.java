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

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.autoconfigure.StickyClusterProperties.Ssl;
import io.github.stickycluster.internal.autoconfigure.PropertyChecks;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The TLS of the public port by an SSL bundle, which changes when the bundle does.
 */
public final class BundleTls implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BundleTls.class);

	private static final int IDLE_SECONDS = 60;

	private final String name;

	private final TlsProvider provider;

	private final ClientAuth clientAuth;

	private final ThreadPoolExecutor handshakes;

	private final CurrentTls current;

	private BundleTls(String name, SslBundle bundle, Ssl properties) {
		this.name = name;
		this.provider = TlsProvider.of(properties.provider());
		this.clientAuth = switch (properties.clientAuth()) {
			case NONE -> ClientAuth.NONE;
			case WANT -> ClientAuth.OPTIONAL;
			case NEED -> ClientAuth.REQUIRE;
		};
		SslContext context = context(bundle);
		logger.info("TLS on the public port uses the SSL bundle '{}' and {}", name, this.provider.describe(context));
		this.handshakes = handshakeThreads();
		this.current = new CurrentTls(context, this.handshakes);
	}

	/**
	 * Creates the threads on which the JDK computes handshakes: a millisecond or more
	 * each, for which clients that have shaken hands must not wait. They are half as many
	 * as there are processors, so that many handshakes at once leave the rest to the
	 * event loops. The queue has at most one entry for each connection.
	 */
	private static ThreadPoolExecutor handshakeThreads() {
		int threads = Math.max(1, NettyRuntime.availableProcessors() / 2);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), new DefaultThreadFactory("sticky-cluster-tls-handshakes", true));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	public static BundleTls of(Ssl properties, SslBundles bundles) {
		String name = (properties.bundle() != null) ? properties.bundle() : "";
		NamedBundle named = NamedBundle.of("ssl.bundle", name, bundles);
		SslBundle bundle = named.get();
		PropertyChecks.check(
				properties.clientAuth() == Ssl.ClientAuth.NONE || bundle.getStores().getTrustStore() != null,
				"ssl.client-auth", properties.clientAuth(),
				"Add a truststore with the issuers of client certificates to the bundle '" + name
						+ "', or use 'none'.");
		BundleTls tls = new BundleTls(name, bundle, properties);
		named.onReload("connections of clients", tls::reload);
		return tls;
	}

	/**
	 * Creates the handler of a connection, on any thread.
	 */
	public SslHandler newHandler(ByteBufAllocator allocator) {
		return this.current.newHandler(allocator);
	}

	/**
	 * Connections that are open keep the context they began with.
	 */
	private void reload(SslBundle bundle) {
		this.current.replace(context(bundle));
	}

	private SslContext context(SslBundle bundle) {
		return this.provider.server(this.name, bundle, this.clientAuth);
	}

	@Override
	public void close() {
		this.current.close();
		this.handshakes.shutdown();
	}

}
