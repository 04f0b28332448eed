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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that ask for nothing.
 */
class ConnectionChaosTests {

	@TempDir
	private Path folder;

	@ChaosTest
	void survivesConnectionsThatSayNothing(Setting setting) throws Exception {
		ChaosRun.of("8,000 silent connections", this.folder, setting)
			.attack((attacker) -> attacker.keep(8_000, 800, (connection) -> {
				// Nothing.
			}));
	}

	/** A head without its end is read, field by field, and kept. */
	@ChaosTest
	void survivesHeadsThatDoNotEnd(Setting setting) throws Exception {
		String head = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n" + "a:\r\n".repeat(1_900);
		ByteBuf unfinished = Attacker.bytes(head.getBytes(StandardCharsets.US_ASCII));
		ChaosRun.of("Unfinished heads of 1,900 fields on 3,000 connections", this.folder, setting)
			.attack((attacker) -> attacker.keep(3_000, 300, (connection) -> connection.send(unfinished)));
	}

	@ChaosTest
	void survivesTlsHandshakesOfTheJdkThatStall(Setting setting) throws Exception {
		stallTls("jdk", setting);
	}

	@ChaosTest
	void survivesTlsHandshakesOfOpenSslThatStall(Setting setting) throws Exception {
		stallTls("openssl", setting);
	}

	private void stallTls(String provider, Setting setting) throws Exception {
		ChaosTls tls = new ChaosTls(this.folder, provider);
		ByteBuf hello = Attacker.bytes(tls.clientHello());
		ChaosRun.of("Stalled TLS handshakes (" + provider + ") on 3,000 connections", this.folder, setting)
			.withTls(tls)
			.attack((attacker) -> attacker.keep(3_000, 300, (connection) -> connection.send(hello)));
	}

}
