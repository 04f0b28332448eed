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

import io.github.stickycluster.internal.autoconfigure.PropertyChecks;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateExecutor;
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
public final class InternalTls implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(InternalTls.class);

	private final String name;

	private final TlsProvider provider;

	private final CurrentTls servers;

	private final CurrentTls clients;

	private InternalTls(String name, SslBundle bundle, TlsProvider provider) {
		this.name = name;
		this.provider = provider;
		Contexts contexts = contexts(bundle);
		logger.info("TLS between nodes uses the SSL bundle '{}' and {}", name, provider.describe(contexts.server()));
		// Few connections, whose peers are members or refused soon.
		this.servers = new CurrentTls(contexts.server(), ImmediateExecutor.INSTANCE);
		this.clients = new CurrentTls(contexts.client(), ImmediateExecutor.INSTANCE);
	}

	public static InternalTls of(String name, SslBundles bundles, TlsProvider provider) {
		NamedBundle named = NamedBundle.of("internal.ssl.bundle", name, bundles);
		SslBundle bundle = named.get();
		PropertyChecks.check(bundle.getStores().getTrustStore() != null && bundle.getStores().getKeyStore() != null,
				"internal.ssl.bundle", name,
				"Add a keystore with this node's certificate to the bundle, and a truststore that trusts only the "
						+ "certificates of the cluster's nodes.");
		InternalTls tls = new InternalTls(name, bundle, provider);
		named.onReload("connections between nodes", tls::reload);
		return tls;
	}

	/**
	 * Creates the handler of a connection from another node.
	 */
	public SslHandler newServerHandler(ByteBufAllocator allocator) {
		return this.servers.newHandler(allocator);
	}

	/**
	 * Creates the handler of a connection to another node.
	 */
	public SslHandler newClientHandler(ByteBufAllocator allocator) {
		return this.clients.newHandler(allocator);
	}

	/**
	 * Connections that are open keep the context they began with.
	 */
	private void reload(SslBundle bundle) {
		Contexts contexts = contexts(bundle);
		this.servers.replace(contexts.server());
		this.clients.replace(contexts.client());
	}

	private Contexts contexts(SslBundle bundle) {
		SslContext server = this.provider.server(this.name, bundle, ClientAuth.REQUIRE);
		try {
			return new Contexts(server, this.provider.client(this.name, bundle));
		}
		catch (RuntimeException ex) {
			ReferenceCountUtil.release(server);
			throw ex;
		}
	}

	@Override
	public void close() {
		this.servers.close();
		this.clients.close();
	}

	private record Contexts(SslContext server, SslContext client) {

	}

}
