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

import io.github.stickycluster.testkit.Frame;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packets of a few bytes that cost much more than a few bytes to serve.
 */
class ListenerChaosTests {

	@TempDir
	private Path folder;

	@ChaosTest
	void survivesEventsToAListenerThatThrows(Setting setting) throws Exception {
		attack("5,000 events a second to a listener that throws", setting, "42[\"throw\"]", 1_250);
	}

	@ChaosTest
	void survivesEventsThatNobodyHears(Setting setting) throws Exception {
		attack("40,000 unknown events a second", setting, "42[\"nobody hears\",{}]", 10_000);
	}

	@ChaosTest
	void survivesAcksThatNobodyWaitsFor(Setting setting) throws Exception {
		attack("40,000 unknown acks a second", setting, "431[]", 10_000);
	}

	@ChaosTest
	void survivesArgumentsThatDoNotFit(Setting setting) throws Exception {
		attack("20,000 events a second that do not fit", setting, "42[\"store\",{\"no\":\"string\"}]", 5_000);
	}

	private void attack(String name, Setting setting, String message, int times) throws Exception {
		ByteBuf burst = Attacker.texts(message, times);
		ChaosRun.of(name, this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(4, 4, (connection) -> {
				// What it does, it does below.
			});
			attacker.every(1_000 / attacker.share(4), () -> attacker.any().ifPresent((socket) -> socket.send(burst)));
		});
	}

	/** Each turn of the event loop reads a megabyte of each of them. */
	@ChaosTest
	void survivesFloodsOfEventsOnManyWebSockets(Setting setting) throws Exception {
		ByteBuf burst = Attacker.texts("42[\"touch\"]", 5_000);
		ChaosRun.of("Floods of events on 40 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(40, 40, (connection) -> {
				// What it does, it does below.
			});
			attacker.every(50, () -> attacker.some(4).forEach((connection) -> connection.send(burst)));
		});
	}

	@ChaosTest
	void survivesSocketsThatComeAndGo(Setting setting) throws Exception {
		ByteBuf first = Attacker.text("41");
		byte[] connect = Frame.text("40").masked();
		byte[] disconnect = Frame.text("41").masked();
		byte[] both = new byte[1_000 * (connect.length + disconnect.length)];
		for (int i = 0; i < 1_000; i++) {
			int at = i * (connect.length + disconnect.length);
			System.arraycopy(connect, 0, both, at, connect.length);
			System.arraycopy(disconnect, 0, both, at + connect.length, disconnect.length);
		}
		ByteBuf burst = Attacker.bytes(both);
		ChaosRun.of("20,000 sockets a second that come and go", this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(10, 10, (connection) -> connection.send(first));
			attacker.every(50, () -> attacker.any().ifPresent((connection) -> connection.send(burst)));
		});
	}

}
