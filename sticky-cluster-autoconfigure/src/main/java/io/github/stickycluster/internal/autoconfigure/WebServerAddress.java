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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * The address of the web server to which requests are forwarded, once it listens.
 */
public final class WebServerAddress implements Supplier<@Nullable InetSocketAddress> {

	private final InetAddress host;

	private final boolean fixed;

	private final boolean required;

	private volatile @Nullable InetSocketAddress address;

	private WebServerAddress(InetAddress host, boolean required) {
		this.host = host;
		this.required = required;
		this.fixed = false;
	}

	private WebServerAddress(InetSocketAddress address) {
		this.host = address.getAddress();
		this.required = false;
		this.fixed = true;
		this.address = address;
	}

	/**
	 * Creates the address that the property names, or that the application's own web
	 * server will have.
	 * @param properties the properties
	 * @param environment the application's environment
	 * @param required whether the application's own must listen before the public port
	 * does, which does not hold in a forked worker's process and in a test with a mock of
	 * it
	 */
	static WebServerAddress of(StickyClusterProperties properties, Environment environment, boolean required) {
		String server = properties.web().server();
		if (server != null) {
			InetSocketAddress address = parse(server);
			PropertyChecks.check(!isPublicPort(address, properties), "web.server", server,
					"This is the public port, so requests would be forwarded in a loop: use that of the web server.");
			return new WebServerAddress(address);
		}
		PropertyChecks.check(!speaksTls(environment), "web.forward", true,
				"TLS ends at the public port: remove 'server.ssl', and use 'sticky-cluster.ssl.bundle'.");
		InetAddress host = environment.getProperty("server.address", InetAddress.class);
		return new WebServerAddress((host != null && !host.isAnyLocalAddress()) ? host : loopback(), required);
	}

	private static InetSocketAddress parse(String server) {
		int colon = server.lastIndexOf(':');
		String port = server.substring(colon + 1);
		boolean valid = colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) > 0
				&& Integer.parseInt(port) <= PropertiesMapper.MAX_PORT;
		PropertyChecks.check(valid, "web.server", server,
				"Use a host and a port from 1 to 65535, such as '127.0.0.1:8081'.");
		InetSocketAddress address = new InetSocketAddress(server.substring(0, colon), Integer.parseInt(port));
		PropertyChecks.check(!address.isUnresolved(), "web.server", server, "Use a host that can be resolved.");
		return address;
	}

	private static boolean isPublicPort(InetSocketAddress server, StickyClusterProperties properties) {
		InetAddress host = server.getAddress();
		return server.getPort() == properties.port()
				&& (host.isLoopbackAddress() || host.isAnyLocalAddress() || host.equals(properties.address()));
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
	public void listensOn(int port) {
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
						+ "'sticky-cluster.web.server' to another, or 'sticky-cluster.web.forward' to false.");
	}

	@Override
	public @Nullable InetSocketAddress get() {
		return this.address;
	}

}
