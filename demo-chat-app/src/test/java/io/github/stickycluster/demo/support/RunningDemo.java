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

package io.github.stickycluster.demo.support;

import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.stickycluster.demo.DemoChatApplication;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The demo, started on given ports so that a browser on one may speak to the other.
 */
public final class RunningDemo implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final String url;

	private final int webPort;

	private RunningDemo(ConfigurableApplicationContext context, String url, int webPort) {
		this.context = context;
		this.url = url;
		this.webPort = webPort;
	}

	/**
	 * Starts the demo on loopback.
	 * @param webPort the port of the pages, not 0: it is part of the origin to be allowed
	 * @param port the cluster's port, 0 for a free one
	 * @return the running demo
	 */
	public static RunningDemo start(int webPort, int port) {
		return run("http", webPort, port);
	}

	/**
	 * Starts the demo on loopback with TLS on both ports.
	 * @param webPort the port of the pages, not 0
	 * @param keyStore the PKCS #12 file with the certificate
	 * @param password its password
	 * @return the running demo
	 */
	public static RunningDemo startSecurely(int webPort, Path keyStore, String password) {
		return run("https", webPort, 0, "--spring.ssl.bundle.jks.public.keystore.location=" + keyStore,
				"--spring.ssl.bundle.jks.public.keystore.password=" + password, "--server.ssl.bundle=public",
				"--sticky-cluster.ssl.bundle=public");
	}

	private static RunningDemo run(String scheme, int webPort, int port, String... more) {
		String url = scheme + "://127.0.0.1:" + webPort;
		Stream<String> arguments = Stream.of("--server.address=127.0.0.1", "--server.port=" + webPort,
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.port=" + port,
				"--sticky-cluster.socket-io.ping-interval=2s", "--sticky-cluster.socket-io.ping-timeout=2s",
				"--sticky-cluster.socket-io.allowed-origins=" + url);
		String[] all = Stream.concat(arguments, Stream.of(more)).toArray(String[]::new);
		return new RunningDemo(new SpringApplicationBuilder(DemoChatApplication.class).run(all), url, webPort);
	}

	public String url() {
		return this.url;
	}

	public int webPort() {
		return this.webPort;
	}

	/**
	 * Returns the cluster's bound port.
	 * @return the port
	 */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
