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

package io.github.stickycluster.test;

import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.github.stickycluster.internal.dispatch.TlsSettings;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.testkit.Certificates;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the client with TLS.
 */
class TlsTests {

	private static final Certificates AUTHORITY = Certificates.of("authority");

	private static SslContext context;

	private static ContractServer server;

	@BeforeAll
	static void start() throws SSLException {
		X509Bundle certificate = AUTHORITY.issue("server");
		context = SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
			.build();
		TlsSettings tls = new TlsSettings(context::newHandler, Duration.ofSeconds(10));
		server = ContractServer.start((settings) -> settings.tls(tls));
	}

	@AfterAll
	static void stop() {
		server.close();
		ReferenceCountUtil.release(context);
	}

	@ParameterizedTest
	@EnumSource
	void speaksTls(ClientTransport transport) {
		SocketTestClientBuilder builder = SocketTestClient.bindToPort(server.port())
			.tls(AUTHORITY.client(null))
			.transport(transport);
		try (SocketTestClient client = builder.connect()) {
			client.emitWithAck("echo", "secret").expect(String.class).isEqualTo("secret");
		}
	}

	@Test
	void refusesACertificateThatItDoesNotTrust() throws Exception {
		SocketTestClient.bindToPort(server.port()).tls(SSLContext.getDefault()).expectConnectError().hasStatus(0);
	}

}
