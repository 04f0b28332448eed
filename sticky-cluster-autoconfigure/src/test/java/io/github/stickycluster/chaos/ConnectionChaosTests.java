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
import io.netty.buffer.Unpooled;
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

	/** As large as a head may be, and of the most fields. */
	@ChaosTest
	void survivesUnfinishedHeadsOfTheLargestSize(Setting setting) throws Exception {
		String line = "GET /socket.io/?EIO=4&transport=polling&a=" + "a".repeat(8_000) + " HTTP/1.1\r\nHost: x\r\n";
		ByteBuf unfinished = Attacker
			.bytes((line + ("a:" + "a".repeat(76) + "\r\n").repeat(95)).getBytes(StandardCharsets.US_ASCII));
		ChaosRun.of("Unfinished heads of 16 kB on 5,000 connections", this.folder, setting)
			.comparingAccounts()
			.attack((attacker) -> attacker.keep(5_000, 500, (connection) -> connection.send(unfinished)));
	}

	/**
	 * A request of few bytes takes kilobytes as an object. Those before the poll are
	 * answered, and let the node read much at once.
	 */
	@ChaosTest
	void survivesRequestsBehindHeldPolls(Setting setting) throws Exception {
		String padded = "GET /socket.io/?EIO=9&transport=polling HTTP/1.1\r\nHost: x\r\na:" + "a".repeat(7_900)
				+ "\r\n\r\n";
		String behind = "GET / HTTP/1.1\r\nHost: x\r\n" + "a:\r\n".repeat(95) + "\r\n";
		ChaosRun.of("63 requests behind each of 1,000 held polls", this.folder, setting)
			.comparingAccounts()
			.attack((attacker) -> attacker.keepPolling(1_000, 100, (connection, session) -> {
				String poll = "GET " + session + " HTTP/1.1\r\nHost: x\r\n\r\n";
				String all = padded.repeat(24) + poll + poll + behind.repeat(62);
				connection
					.send(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(all.getBytes(StandardCharsets.US_ASCII))));
			}));
	}

	@ChaosTest
	void survivesUnfinishedTlsRecordsOfTheJdk(Setting setting) throws Exception {
		stopInRecord("jdk", setting);
	}

	@ChaosTest
	void survivesUnfinishedTlsRecordsOfOpenSsl(Setting setting) throws Exception {
		stopInRecord("openssl", setting);
	}

	/** The first record of a handshake may have 16 kB, and one byte is missing. */
	private void stopInRecord(String provider, Setting setting) throws Exception {
		byte[] record = new byte[16_384 + 4];
		System.arraycopy(new byte[] { 22, 3, 1, 64, 0, 1, 0, 63, -4 }, 0, record, 0, 9);
		ByteBuf unfinished = Attacker.bytes(record);
		ChaosTls tls = new ChaosTls(this.folder, provider);
		ChaosRun.of("Unfinished TLS records (" + provider + ") on 4,000 connections", this.folder, setting)
			.withTls(tls)
			.attack((attacker) -> attacker.keep(4_000, 400, (connection) -> connection.send(unfinished)));
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
