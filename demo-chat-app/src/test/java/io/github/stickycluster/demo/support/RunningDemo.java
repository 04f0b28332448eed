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
 * The demo, started on loopback. System properties reach it as they do any application of
 * Spring Boot, so that all tests can be run with other settings.
 */
public final class RunningDemo implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final String scheme;

	private RunningDemo(ConfigurableApplicationContext context, String scheme) {
		this.context = context;
		this.scheme = scheme;
	}

	/**
	 * Starts the demo.
	 * @param port the public port, 0 for a free one
	 * @param more further properties, as on a command line
	 * @return the running demo
	 */
	public static RunningDemo start(int port, String... more) {
		return run("http", port, more);
	}

	/**
	 * Starts the demo with TLS on a free port.
	 * @param keyStore the PKCS #12 file with the certificate
	 * @param password its password
	 * @return the running demo
	 */
	public static RunningDemo startSecurely(Path keyStore, String password) {
		return run("https", 0, "--spring.ssl.bundle.jks.public.keystore.location=" + keyStore,
				"--spring.ssl.bundle.jks.public.keystore.password=" + password, "--sticky-cluster.ssl.bundle=public");
	}

	private static RunningDemo run(String scheme, int port, String... more) {
		Stream<String> arguments = Stream.of("--sticky-cluster.address=127.0.0.1", "--sticky-cluster.port=" + port,
				"--sticky-cluster.socket-io.ping-timeout=5s", "--server.shutdown=immediate");
		String[] all = Stream.concat(arguments, Stream.of(more)).toArray(String[]::new);
		return new RunningDemo(new SpringApplicationBuilder(DemoChatApplication.class).run(all), scheme);
	}

	/**
	 * Returns the address of page and chat.
	 * @return the address, without a slash at its end
	 */
	public String url() {
		return this.scheme + "://127.0.0.1:" + port();
	}

	/**
	 * Returns the public port.
	 * @return the port that is bound
	 */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
