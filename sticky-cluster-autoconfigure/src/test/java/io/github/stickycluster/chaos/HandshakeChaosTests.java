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

import java.nio.file.Path;

import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions that are opened and used for nothing, or for little.
 */
class HandshakeChaosTests {

	private static final String FILLING = "x".repeat(7_000);

	@TempDir
	private Path folder;

	@ChaosTest
	void survivesPollingHandshakesThatAreNeverUsed(Setting setting) throws Exception {
		ByteBuf handshake = Attacker
			.bytes(HttpRequest.get(Attacker.POLLING + "&x=" + FILLING).header("X-Filling", FILLING).bytes());
		ChaosRun.of("Polling handshakes of 14 kB", this.folder, setting).attack((attacker) -> {
			attacker.keep(10, 10, (connection) -> {
				// Its answers are read and dropped.
			});
			int each = attacker.share(10);
			attacker.every(10, () -> {
				for (int i = 0; i < each; i++) {
					attacker.any().ifPresent((connection) -> connection.send(handshake));
				}
			});
		});
	}

	@ChaosTest
	void survivesWebSocketHandshakesThatAreNeverUsed(Setting setting) throws Exception {
		HttpRequest handshake = RawWebSocket.handshake(Attacker.WEBSOCKET + "&x=" + FILLING)
			.header("X-Filling", FILLING);
		ChaosRun.of("WebSocket handshakes of 14 kB", this.folder, setting)
			.attack((attacker) -> attacker.keepWebSockets(6_000, 400, handshake, (connection) -> {
				// It joins no namespace.
			}));
	}

	@ChaosTest
	void survivesSessionsThatJoinAndFallSilent(Setting setting) throws Exception {
		ChaosRun.of("Polling sessions that join a namespace", this.folder, setting)
			.attack((attacker) -> attacker.keepPolling(200, 400, HandshakeChaosTests::joinAndOpenTheNext));
	}

	// On the same connection, which pays for none but the first.
	private static void joinAndOpenTheNext(AttackConnection connection, String target) {
		connection.send(HttpRequest.post(target, "40"));
		connection.expect(Attacker.SID,
				(answer) -> joinAndOpenTheNext(connection, Attacker.POLLING + "&sid=" + answer.group(1)));
		connection.send(HttpRequest.get(Attacker.POLLING));
	}

	/** Each byte of an auth payload may become a hundred. */
	@ChaosTest
	void survivesAuthPayloadsOfManyObjects(Setting setting) throws Exception {
		ByteBuf connect = Attacker.text("40{\"a\":[" + "{},".repeat(5_400) + "0]}");
		ChaosRun.of("Auth payloads of 5,400 objects", this.folder, setting).attack((attacker) -> {
			attacker.answerPings();
			attacker.keepWebSockets(1_200, 100, RawWebSocket.handshake(Attacker.WEBSOCKET),
					(connection) -> connection.send(connect));
		});
	}

	/** A poll that is held keeps its request, of which each field is an object. */
	@ChaosTest
	void survivesHeldPollsOfManyHeaderFields(Setting setting) throws Exception {
		String fields = "a:\r\n".repeat(1_900);
		ChaosRun.of("Held polls of 1,900 header fields", this.folder, setting)
			.attack((attacker) -> attacker.keepPolling(1_000, 100, (connection, target) -> {
				HttpRequest poll = HttpRequest.get(target);
				connection.send(new HttpRequest(poll.method(), target, fields, new byte[0]));
			}));
	}

}
