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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The client with the reference server of Socket.IO, on Node.
 */
class NodeServerTests extends ClientContract {

	private static Process process;

	private static int port;

	@BeforeAll
	static void start() throws IOException {
		process = new ProcessBuilder("node", "server.js").directory(new File("src/test/node"))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = process.inputReader()) {
			port = Integer.parseInt(output.readLine());
		}
	}

	@AfterAll
	static void stop() {
		process.destroy();
	}

	@Override
	int port() {
		return port;
	}

	@Test
	void showsTheDataOfARefusal() {
		builder().namespace("/secure")
			.auth(Map.of("token", "guess"))
			.expectConnectError()
			.hasMessage("Who are you?")
			.hasData(Map.of("code", 7));
	}

}
