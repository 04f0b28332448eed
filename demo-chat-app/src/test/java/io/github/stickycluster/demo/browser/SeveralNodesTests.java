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

package io.github.stickycluster.demo.browser;

import java.io.IOException;
import java.util.List;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.Chromium;
import io.github.stickycluster.demo.support.RequiresChromium;
import io.github.stickycluster.demo.support.RunningDemo;
import io.github.stickycluster.testsupport.ChildProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of a demo of two nodes, joined by Hazelcast, in Chromium.
 */
@Tag("long")
@Tag("once")
@RequiresChromium
class SeveralNodesTests {

	@Test
	void thePagesShowAndOperateAllNodes() throws IOException {
		int hazelcast = ChildProcess.freePort();
		try (Chromium chromium = Chromium.start(); RunningDemo a = node("a", hazelcast)) {
			try (RunningDemo b = node("b", hazelcast); ChatClient bob = ChatClient.connect(b.port(), "127.0.0.1")) {
				bob.join("lobby", "Bob");
				String chat = chromium.open(a.url());
				chromium.waitFor("#status[data-state=connected]");
				chromium.find("#name").sendKeys("Ada", Keys.ENTER);
				sees(chromium, "#people .person", "Bob", "Ada");
				assertThat(bob.next("joined").get("name").asString()).isEqualTo("Ada");
				bob.say("lobby", "from node b");
				sees(chromium, ".message .text", "from node b");
				chromium.open(a.url() + "/cluster.html");
				sees(chromium, ".node-name", "Node a", "Node b");
				sees(chromium, ".worker .badge", "a-1", "a-2", "b-1", "b-2");
				sees(chromium, "#summary", "2 nodes: 4 of 4 workers up, 3 sessions");
				sees(chromium, "[data-node=b] .dispatcher .place", "127.0.0.1:" + b.port());
				sees(chromium, worker(bob.worker()) + " [data-figure=sessions]", "1");
				drain(chromium, bob.worker());
				resize(chromium);
				assertThat(chromium.complaints()).isEmpty();
				chromium.turnTo(chat);
			}
			sees(chromium, "#people .person", "Ada");
			Awaitility.await().until(() -> chromium.texts(".notice").contains("Bob left"));
			chromium.open(a.url() + "/cluster.html");
			sees(chromium, ".node-name", "Node a");
		}
	}

	private static void drain(Chromium chromium, String worker) {
		chromium.waitFor(worker(worker) + " [data-action=drain]:enabled").sendKeys(Keys.ENTER);
		chromium.waitFor("#confirm-yes").sendKeys(Keys.ENTER);
		sees(chromium, worker(worker) + " .state", "DRAINING");
		chromium.waitFor(worker(worker) + " [data-action=resume]").sendKeys(Keys.ENTER);
		sees(chromium, worker(worker) + " .state", "UP");
	}

	private static void resize(Chromium chromium) {
		chromium.find("[data-node=b] .more").sendKeys(Keys.ENTER);
		chromium.find("[data-node=b] .apply").sendKeys(Keys.ENTER);
		sees(chromium, "[data-node=b] .worker .badge", "b-1", "b-2", "b-3");
		sees(chromium, "[data-node=a] .worker .badge", "a-1", "a-2");
	}

	private static RunningDemo node(String id, int hazelcast) {
		return RunningDemo.start(0, "--spring.profiles.active=hazelcast", "--sticky-cluster.node-id=" + id,
				"--demo.hazelcast-port=" + hazelcast);
	}

	private static String worker(String id) {
		return "[data-worker=" + id + "]";
	}

	private static void sees(Chromium chromium, String selector, String... texts) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(chromium.texts(selector)).as(selector).isEqualTo(List.of(texts)));
	}

}
