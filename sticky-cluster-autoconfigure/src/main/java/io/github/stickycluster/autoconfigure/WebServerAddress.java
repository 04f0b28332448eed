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

	private final boolean required;

	private volatile @Nullable InetSocketAddress address;

	private WebServerAddress(InetAddress host, @Nullable Integer port, boolean required) {
		this.host = host;
		this.required = required;
		this.fixed = port != null;
		this.address = (port != null) ? new InetSocketAddress(host, port) : null;
	}

	/**
	 * Makes the address that the properties name, or that the application's own web
	 * server will have.
	 * @param properties the properties
	 * @param environment the application's environment
	 * @param required whether the application's own must listen before the public port
	 * does, which does not hold in a forked worker's process and in a test with a mock of
	 * it
	 */
	static WebServerAddress of(StickyClusterProperties properties, Environment environment, boolean required) {
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
		return new WebServerAddress((host != null && !host.isAnyLocalAddress()) ? host : loopback(), port, required);
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
	 * Called when the application's own web server listens, on no port if it is told so.
	 */
	void listensOn(int port) {
		if (!this.fixed && port > 0) {
			this.address = new InetSocketAddress(this.host, port);
		}
	}

	/**
	 * Called when the application's own web server listens if there is one.
	 */
	void requireServer() {
		PropertyChecks.check(!this.required || this.address != null, "web.forward", true,
				"No web server listens in this application: add one, such as 'spring-boot-starter-webmvc', set "
						+ "'sticky-cluster.web.port' to the port of another, or 'sticky-cluster.web.forward' to false.");
	}

	@Override
	public @Nullable InetSocketAddress get() {
		return this.address;
	}

}
