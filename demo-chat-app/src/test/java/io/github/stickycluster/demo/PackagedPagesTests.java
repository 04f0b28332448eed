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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.Chromium;
import io.github.stickycluster.demo.support.PackagedDemo;
import io.github.stickycluster.demo.support.RequiresChromium;
import io.github.stickycluster.testsupport.ChildProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of a node that is killed, in Chromium.
 */
@Tag("long")
@Tag("once")
@RequiresChromium
class PackagedPagesTests {

	@TempDir
	private Path folder;

	@Test
	void theTabsOfAKilledNodeContinueAtAnother() throws IOException {
		int portOfA = ChildProcess.freePort();
		int portOfB = ChildProcess.freePort();
		String[] both = { "--spring.profiles.active=hazelcast", "--demo.hazelcast-port=" + ChildProcess.freePort(),
				"--sticky-cluster.socket-io.allowed-origins=" + url(portOfA) + "," + url(portOfB),
				"--sticky-cluster.cluster.node-timeout=5s" };
		try (PackagedDemo a = node("a", portOfA, both);
				PackagedDemo b = node("b", portOfB, both);
				Chromium chromium = Chromium.start()) {
			a.awaitUp();
			b.awaitUp();
			Awaitility.await().until(() -> b.get("/actuator/stickycluster").contains("a-1"));
			try (ChatClient carol = ChatClient.connect(portOfA, "127.0.0.1")) {
				carol.join("lobby", "Carol");
				String chat = chromium.open(url(portOfB));
				chromium.waitFor("#status[data-state=connected]");
				chromium.find("#name").sendKeys("Ada", Keys.ENTER);
				sees(chromium, "#people .person", "Carol", "Ada");
				chromium.open(url(portOfB) + "/cluster.html");
				sees(chromium, ".node-name", "Node b", "Node a");
				chromium.find("#talk").click();
				Awaitility.await().until(() -> number(chromium, "#talk-acked") > 5);
				b.kill();
				clusterContinues(chromium, portOfB);
				chromium.turnTo(chat);
				chatContinues(chromium, carol, portOfA);
				assertThat(chromium.complaints()).noneMatch((complaint) -> complaint.contains("Content Security Policy")
						|| complaint.contains("blocked by CORS"));
			}
		}
	}

	private static void clusterContinues(Chromium chromium, int killed) {
		sees(chromium, ".node-name", "Node a");
		assertThat(chromium.waitFor("#banner").getText())
			.startsWith("The node at 127.0.0.1:" + killed + " does not answer.");
		int before = number(chromium, "#talk-acked");
		Awaitility.await().until(() -> number(chromium, "#talk-acked") > before + 10);
		assertThat(number(chromium, "#talk-lost")).isZero();
		chromium.waitFor("[data-worker=a-1] [data-action=drain]:enabled").sendKeys(Keys.ENTER);
		chromium.waitFor("#confirm-yes").sendKeys(Keys.ENTER);
		sees(chromium, "[data-worker=a-1] .state", "DRAINING");
		chromium.waitFor("[data-worker=a-1] [data-action=resume]").sendKeys(Keys.ENTER);
		sees(chromium, "[data-worker=a-1] .state", "UP");
	}

	private static void chatContinues(Chromium chromium, ChatClient carol, int other) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(chromium.texts(".notice"))
				.anyMatch((notice) -> notice.startsWith("You are back, on a-")));
		sees(chromium, "#people .person", "Carol", "Ada");
		assertThat(chromium.waitFor("#banner").getText()).contains("This page continues at 127.0.0.1:" + other);
		chromium.waitFor("#send:enabled");
		chromium.find("#text").sendKeys("still here", Keys.ENTER);
		assertThat(carol.next("message").get("text").asString()).isEqualTo("still here");
		sees(chromium, ".message.mine .text", "still here");
	}

	private PackagedDemo node(String id, int port, String... both) throws IOException {
		String[] arguments = new String[both.length + 1];
		System.arraycopy(both, 0, arguments, 0, both.length);
		arguments[both.length] = "--sticky-cluster.node-id=" + id;
		return PackagedDemo.start(this.folder, port, arguments);
	}

	private static String url(int port) {
		return "http://127.0.0.1:" + port;
	}

	private static int number(Chromium chromium, String selector) {
		return Integer.parseInt(chromium.texts(selector).get(0).replace(",", ""));
	}

	private static void sees(Chromium chromium, String selector, String... texts) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(chromium.texts(selector)).as(selector).isEqualTo(List.of(texts)));
	}

}
