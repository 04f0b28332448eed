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

package io.github.stickycluster.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLException;

import io.github.stickycluster.internal.dispatch.TlsSettings;
import io.github.stickycluster.testkit.Certificates;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the scenarios of {@code src/test/node/client.js} over https and wss with the
 * JavaScript client 4, which trusts the server's authority and nobody else.
 */
@Tag("once")
@Timeout(120)
class TlsJavaScriptClientTests {

	@ParameterizedTest
	@CsvSource({ "polling, OPENSSL_REFCNT", "websocket, OPENSSL_REFCNT", "upgrade, JDK" })
	void everyScenarioWorksOverTls(String way, SslProvider provider, @TempDir Path folder) throws SSLException {
		Certificates authority = Certificates.of("authority");
		Path trusted = folder.resolve("authority.crt");
		authority.writeAuthority(trusted);
		X509Bundle server = authority.issue("server");
		SslContext context = SslContextBuilder.forServer(server.getKeyPair().getPrivate(), server.getCertificatePath())
			.sslProvider(provider)
			.build();
		try (InteropServer interop = new InteropServer(new TlsSettings(context::newHandler, Duration.ofSeconds(10)))) {
			List<JsonNode> results = JavaScriptClientTests.run("sio4", way, interop.url(),
					Map.of("NODE_EXTRA_CA_CERTS", trusted.toString(), "BURST", "500"));
			assertThat(results).hasSize(14)
				.allSatisfy((result) -> assertThat(result.get("ok").asBoolean()).as(String.valueOf(result)).isTrue());
		}
		finally {
			ReferenceCountUtil.release(context);
		}
	}

}
