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

package io.github.stickycluster.internal.dispatch;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

import javax.net.ssl.SSLSocket;

import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests what a connection with TLS is charged with.
 */
@Timeout(60)
class TlsChargeTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final MemoryBudget budget = new MemoryBudget(16 * MEGABYTE, 16 * MEGABYTE);

	private final Certificates authority = Certificates.of("charge");

	@ParameterizedTest
	@EnumSource(value = SslProvider.class, names = { "JDK", "OPENSSL" })
	void engineIsChargedBeforeAndAfterTheHandshake(SslProvider provider) throws Exception {
		try (TestServer server = start(provider)) {
			boolean jdk = provider == SslProvider.JDK;
			Wire silent = Wire.to(server.port());
			int shaking = jdk ? TlsCharge.JDK_HANDSHAKE : TlsCharge.OPENSSL_HANDSHAKE;
			await().until(() -> this.budget.heldHeap() == Costs.CONNECTION + shaking);
			assertThat(this.budget.heldDirect()).isEqualTo(jdk ? 0 : TlsCharge.NATIVE_HANDSHAKE);
			silent.close();
			awaitNothing();
			Socket client = this.authority.client(null).getSocketFactory().createSocket("127.0.0.1", server.port());
			((SSLSocket) client).startHandshake();
			int established = jdk ? TlsCharge.JDK : TlsCharge.OPENSSL;
			await().until(() -> this.budget.heldHeap() == Costs.CONNECTION + established);
			assertThat(this.budget.heldDirect()).isEqualTo(jdk ? 0 : TlsCharge.NATIVE);
			client.close();
			awaitNothing();
		}
	}

	@ParameterizedTest
	@EnumSource(value = SslProvider.class, names = { "JDK", "OPENSSL" })
	void unfinishedRecordIsCharged(SslProvider provider) throws Exception {
		byte[] record = new byte[16_384 + 5];
		System.arraycopy(new byte[] { 22, 3, 1, 64, 0, 1, 0, 63, -4 }, 0, record, 0, 9);
		int before = (provider == SslProvider.JDK) ? 0 : TlsCharge.NATIVE_HANDSHAKE;
		try (TestServer server = start(provider)) {
			Wire wire = Wire.to(server.port());
			wire.send(Arrays.copyOf(record, 3)).send(Arrays.copyOfRange(record, 3, record.length - 1));
			await().until(() -> this.budget.heldDirect() >= before + 16_384);
			assertThat(this.budget.heldDirect()).isLessThan(before + 5 * 16_384);
			wire.close();
			awaitNothing();
		}
	}

	private TestServer start(SslProvider provider) throws IOException {
		X509Bundle certificate = this.authority.issue("server");
		SslContext context = SslContextBuilder
			.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
			.sslProvider(provider)
			.build();
		return TestServer.start((settings) -> settings.budget(this.budget)
			.tls(new TlsSettings(context::newHandler, Duration.ofSeconds(30))), (io) -> {
			});
	}

	private void awaitNothing() {
		await().untilAsserted(() -> {
			assertThat(this.budget.heldHeap()).isZero();
			assertThat(this.budget.heldDirect()).isZero();
		});
	}

}
