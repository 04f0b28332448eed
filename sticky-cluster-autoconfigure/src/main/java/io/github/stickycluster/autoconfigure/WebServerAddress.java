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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Where the web server listens that requests are passed on to, once it does.
 */
final class WebServerAddress implements Supplier<@Nullable InetSocketAddress> {

	private final InetAddress host;

	private final boolean fixed;

	private volatile @Nullable InetSocketAddress address;

	private WebServerAddress(InetAddress host, @Nullable Integer port) {
		this.host = host;
		this.fixed = port != null;
		this.address = (port != null) ? new InetSocketAddress(host, port) : null;
	}

	static WebServerAddress of(StickyClusterProperties properties, Environment environment) {
		StickyClusterProperties.Web web = properties.web();
		Integer port = web.port();
		if (port != null) {
			PropertyChecks.inRange("web.port", port, 1, PropertiesMapper.MAX_PORT);
			PropertyChecks.check(port != properties.port() || web.address() != null, "web.port", port,
					"This is the public port, whose requests would go round for ever: use the web server's own.");
		}
		else {
			PropertyChecks.check(!speaksTls(environment), "web.forward", true,
					"TLS ends at the public port: remove 'server.ssl', and use 'sticky-cluster.ssl.bundle'.");
		}
		InetAddress host = (web.address() != null) ? web.address()
				: environment.getProperty("server.address", InetAddress.class);
		return new WebServerAddress((host != null && !host.isAnyLocalAddress()) ? host : loopback(), port);
	}

	private static boolean speaksTls(Environment environment) {
		boolean configured = environment.containsProperty("server.ssl.bundle")
				|| environment.containsProperty("server.ssl.key-store")
				|| environment.containsProperty("server.ssl.certificate");
		return configured && environment.getProperty("server.ssl.enabled", Boolean.class, true);
	}

	private static InetAddress loopback() {
		return new InetSocketAddress("127.0.0.1", 0).getAddress();
	}

	/**
	 * Called when the application's own web server listens.
	 */
	void listensOn(int port) {
		if (!this.fixed) {
			this.address = new InetSocketAddress(this.host, port);
		}
	}

	@Override
	public @Nullable InetSocketAddress get() {
		return this.address;
	}

}
