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

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import io.github.stickycluster.test.engineio.ClientTransport;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the client with TLS.
 */
class TlsTests {

	private static X509Bundle certificate;

	private static ContractServer server;

	@BeforeAll
	static void start() throws Exception {
		certificate = new CertificateBuilder().ecp256()
			.subject("CN=localhost")
			.addSanIpAddress("127.0.0.1")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		server = ContractServer.start("--sticky-cluster.ssl.bundle=public",
				"--spring.ssl.bundle.pem.public.keystore.certificate=" + certificate.getCertificatePEM(),
				"--spring.ssl.bundle.pem.public.keystore.private-key=" + certificate.getPrivateKeyPEM());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource
	void speaksTls(ClientTransport transport) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { certificate.toTrustManager() }, null);
		SocketTestClientBuilder builder = SocketTestClient.bindToPort(server.port()).tls(context).transport(transport);
		try (SocketTestClient client = builder.connect()) {
			client.emitWithAck("echo", "secret").expect(String.class).isEqualTo("secret");
		}
	}

	@Test
	void refusesACertificateThatItDoesNotTrust() throws Exception {
		SocketTestClient.bindToPort(server.port()).tls(SSLContext.getDefault()).expectConnectError().hasStatus(0);
	}

}
