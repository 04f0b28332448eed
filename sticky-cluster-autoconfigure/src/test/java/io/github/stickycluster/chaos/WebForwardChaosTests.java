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

import io.github.stickycluster.testkit.HttpRequest;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests to the application's web server that take all of its threads.
 */
class WebForwardChaosTests {

	@TempDir
	private Path folder;

	@ChaosTest
	void survivesPostsOfAByteASecond(Setting setting) throws Exception {
		HttpRequest post = HttpRequest.of("POST", "/upload").header("Content-Length", "1000");
		ByteBuf one = Attacker.bytes("x".getBytes(StandardCharsets.US_ASCII));
		ChaosRun.of("260 posts of a byte a second", this.folder, setting).attack((attacker) -> {
			attacker.keep(260, 100, (connection) -> connection.send(post));
			attacker.every(1_000, () -> attacker.all().forEach((connection) -> connection.send(one)));
		});
	}

	@ChaosTest
	void survivesAnswersThatAreNotRead(Setting setting) throws Exception {
		ChaosRun.of("260 answers of 16 MB that are not read", this.folder, setting)
			.attack((attacker) -> attacker.keep(260, 100, (connection) -> {
				connection.stopReading();
				connection.send(HttpRequest.get("/download"));
			}));
	}

	/** A reader that takes a little now and then is never one that takes nothing. */
	@ChaosTest
	void survivesAnswersThatAreReadByTheKilobyte(Setting setting) throws Exception {
		ChaosRun.of("260 answers of 16 MB, read a kilobyte a second", this.folder, setting).attack((attacker) -> {
			attacker.keep(260, 100, (connection) -> {
				connection.stopReading();
				connection.send(HttpRequest.get("/download"));
			});
			attacker.every(1_000, () -> attacker.all().forEach(AttackConnection::readOnce));
		});
	}

}
