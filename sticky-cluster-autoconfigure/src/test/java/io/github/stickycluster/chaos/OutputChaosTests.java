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
import java.time.Duration;
import java.util.Collections;
import java.util.regex.Pattern;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers that are asked for and not read.
 */
class OutputChaosTests {

	private static final Pattern ANSWER = Pattern.compile("HTTP/1.1 200 [^\n]*\n.*\r\n\r\nok", Pattern.DOTALL);

	@TempDir
	private Path folder;

	@ChaosTest
	void survivesUnreadEchoes(Setting setting) throws Exception {
		ByteBuf event = Attacker.text("42[\"echo\",\"" + "x".repeat(15_000) + "\"]");
		ChaosRun.of("Unread echoes on 60 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(60, 60, AttackConnection::stopReading);
			attacker.every(20, () -> attacker.all().forEach((connection) -> connection.send(event)));
		});
	}

	@ChaosTest
	void survivesUnreadAcks(Setting setting) throws Exception {
		ByteBuf events = Attacker.texts("421[\"touch\"]", 200);
		ChaosRun.of("Unread acks on 10 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(10, 10, AttackConnection::stopReading);
			attacker.every(20, () -> attacker.all().forEach((connection) -> connection.send(events)));
		});
	}

	@ChaosTest
	void survivesThousandsOfRefusalsInOnePost(Setting setting) throws Exception {
		byte[] connects = payload("40/x");
		ChaosRun.of("20,000 refusals a post", this.folder, setting)
			.attack((attacker) -> attacker.keepPolling(40, 10,
					(connection, target) -> repeat(attacker, connection, post(target, connects), 1_000)));
	}

	/** Each of them costs an exception. */
	@ChaosTest
	void survivesThousandsOfEventsThatDoNotFitInOnePost(Setting setting) throws Exception {
		byte[] events = payload("42[\"store\",{\"no\":\"string\"}]");
		ChaosRun.of("20,000 events a post that do not fit", this.folder, setting)
			.attack((attacker) -> attacker.keepPolling(40, 10, (connection, target) -> {
				connection.expect(ANSWER, (connected) -> repeat(attacker, connection, post(target, events), 1_000));
				connection.send(post(target, "40".getBytes(StandardCharsets.US_ASCII)));
			}));
	}

	private static byte[] payload(String packet) {
		return String.join("\u001e", Collections.nCopies(20_000, packet)).getBytes(StandardCharsets.US_ASCII);
	}

	private static ByteBuf post(String target, byte[] payload) {
		return Attacker.bytes(HttpRequest.post(target, "text/plain", payload).bytes());
	}

	// Posts again when the last one is answered and the time has come.
	private static void repeat(Attacker attacker, AttackConnection connection, ByteBuf post, int pauseMillis) {
		connection.expect(ANSWER, (answer) -> attacker.after(Duration.ofMillis(pauseMillis),
				() -> repeat(attacker, connection, post, pauseMillis)));
		connection.send(post);
	}

	/** Before any login, and each pong is a buffer of its own. */
	@ChaosTest
	void survivesUnreadPongs(Setting setting) throws Exception {
		byte[] ping = new Frame(true, Frame.PING, new byte[100]).masked();
		byte[] pings = new byte[100 * ping.length];
		for (int i = 0; i < 100; i++) {
			System.arraycopy(ping, 0, pings, i * ping.length, ping.length);
		}
		ByteBuf all = Attacker.bytes(pings);
		ChaosRun.of("Unread pongs on 20 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.keepWebSockets(20, 20, RawWebSocket.handshake(Attacker.WEBSOCKET), AttackConnection::stopReading);
			attacker.every(20, () -> attacker.all().forEach((connection) -> connection.send(all)));
		});
	}

	/** In Engine.IO 3 the pong says what the ping said, before any login. */
	@ChaosTest
	void survivesUnreadPongsOfEngineIo3(Setting setting) throws Exception {
		ByteBuf ping = Attacker.text("2" + "x".repeat(100_000));
		ChaosRun.of("Unread pongs of Engine.IO 3 on 40 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.keepWebSockets(40, 40, RawWebSocket.handshake("/socket.io/?EIO=3&transport=websocket"),
					AttackConnection::stopReading);
			attacker.every(100, () -> attacker.all().forEach((connection) -> connection.send(ping)));
		});
	}

	/** A client that reads a little now and then is never one that reads nothing. */
	@ChaosTest
	void survivesPollsWhoseAnswersAreReadByTheKilobyte(Setting setting) throws Exception {
		byte[] event = ("42[\"echo\",\"" + "x".repeat(900_000) + "\"]").getBytes(StandardCharsets.US_ASCII);
		ChaosRun.of("Answers to 60 polls, read a kilobyte a second", this.folder, setting).attack((attacker) -> {
			attacker.keepPolling(60, 6, (connection, target) -> {
				ByteBuf post = Attacker.bytes(HttpRequest.post(target, "text/plain", event).bytes());
				connection.send(HttpRequest.post(target, "40"));
				for (int i = 1; i < 10; i++) {
					attacker.after(Duration.ofMillis(300L * i), () -> connection.send(post));
				}
				attacker.after(Duration.ofSeconds(5), () -> {
					connection.stopReading();
					connection.send(HttpRequest.get(target));
				});
			});
			attacker.every(1_000, () -> attacker.all().forEach(AttackConnection::readOnce));
		});
	}

}
