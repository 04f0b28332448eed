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

package io.github.stickycluster.chaos;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.IO;

/**
 * TLS on a node's public port, with what its clients need.
 */
final class ChaosTls {

	private final Path folder;

	private final String provider;

	private final Certificates certificates = Certificates.of("chaos");

	private final SSLContext client;

	/**
	 * Makes a certificate.
	 * @param folder where to
	 * @param provider does TLS in the node: {@code jdk} or {@code openssl}
	 */
	ChaosTls(Path folder, String provider) {
		this.folder = folder;
		this.provider = provider;
		Certificates.write(folder, "server", this.certificates.issue("server"));
		this.client = this.certificates.client(null);
	}

	String[] properties() {
		return new String[] { "sticky-cluster.ssl.bundle=public", "sticky-cluster.ssl.provider=" + this.provider,
				"spring.ssl.bundle.pem.public.keystore.certificate=file:" + this.folder.resolve("server.crt"),
				"spring.ssl.bundle.pem.public.keystore.private-key=file:" + this.folder.resolve("server.key") };
	}

	JavaClient connect(int port, String source, Consumer<IO.Options> options) {
		return JavaClient.connectSecurely(port, source, this.client.getSocketFactory(),
				this.certificates.trustManager(), options);
	}

	/** The first record of a handshake. */
	byte[] clientHello() throws SSLException {
		SSLEngine engine = this.client.createSSLEngine("localhost", 443);
		engine.setUseClientMode(true);
		ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), hello);
		byte[] bytes = new byte[hello.flip().remaining()];
		hello.get(bytes);
		return bytes;
	}

}
