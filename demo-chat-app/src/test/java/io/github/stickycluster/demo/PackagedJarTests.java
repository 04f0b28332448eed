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

package io.github.stickycluster.demo;

import java.nio.file.Path;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.PackagedDemo;
import io.github.stickycluster.test.engineio.ClientTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the executable jar on one node.
 */
class PackagedJarTests {

	private static final int STOPPED_BY_SIGTERM = 128 + 15;

	@TempDir
	private Path folder;

	@Test
	void startsServesChatsAndStops() throws Exception {
		try (PackagedDemo demo = PackagedDemo.startPackaged(this.folder, "--sticky-cluster.workers.count=2")
			.awaitUp()) {
			assertThat(demo.get("/")).contains("<title>Chat");
			assertThat(demo.get("/vendor/socket.io.esm.min.js")).contains("Socket.IO v4.8.");
			assertThat(demo.get("/demo-config.json")).contains("\"path\":\"/socket.io\"");
			try (ChatClient ada = ChatClient.connect(demo.port(), "127.0.0.1", ClientTransport.UPGRADE)) {
				ada.join("lobby", "Ada");
				ada.say("lobby", "out of the jar");
				assertThat(ada.next("message").get("text").asString()).isEqualTo("out of the jar");
				assertThat(demo.get("/actuator/stickycluster")).contains("\"" + ada.worker() + "\"");
			}
			assertThat(demo.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
			assertThat(demo.log()).contains("Started DemoChatApplication").doesNotContain("ERROR", "WARN");
		}
	}

}
