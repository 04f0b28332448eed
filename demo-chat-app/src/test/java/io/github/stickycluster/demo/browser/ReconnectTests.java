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

import java.util.List;

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
 * Tests for what the pages show while the server is away, and after.
 */
@Tag("once")
@Tag("long")
@RequiresChromium
class ReconnectTests {

	@Test
	void thePagesSayThatTheServerIsAwayAndComeBackWithIt() {
		try (Chromium chromium = Chromium.start()) {
			RunningDemo before = RunningDemo.start(ChildProcess.freePort());
			int port = before.port();
			String cluster = chromium.open(before.url() + "/cluster.html");
			chromium.waitFor(".worker");
			String chat = chromium.open(before.url());
			chromium.waitFor("#status[data-state=connected]");
			chromium.find("#name").sendKeys("Ada", Keys.ENTER);
			chromium.waitFor("#send:enabled");
			before.close();
			chromium.waitFor("#banner");
			assertThat(chromium.find("#banner-text").getText()).isEqualTo("Connection lost. Reconnecting…");
			assertThat(chromium.find("#status").getAttribute("data-state")).isNotEqualTo("connected");
			assertThat(chromium.find("#send").isEnabled()).isFalse();
			chromium.find("#new-room").sendKeys("java", Keys.ENTER);
			assertThat(chromium.waitFor("#room-wait").getText()).startsWith("Waiting for the connection.");
			chromium.turnTo(cluster);
			chromium.waitFor("#banner");
			assertThat(chromium.find("#banner-text").getText()).startsWith("The server does not answer. Last seen at");
			assertThat(chromium.findAll(".map.stale .worker")).hasSize(4);
			try (RunningDemo after = RunningDemo.start(port)) {
				chromium.waitFor(".map:not(.stale)");
				assertThat(chromium.find("#banner").isDisplayed()).isFalse();
				Awaitility.await()
					.untilAsserted(() -> assertThat(bands(chromium)).as("two runs and a gap between them")
						.hasSize(4)
						.allMatch((outline) -> outline.matches("M[^M]+M[^M]+")));
				chromium.turnTo(chat);
				chromium.waitFor("#send:enabled");
				assertThat(chromium.find("#banner").isDisplayed()).isFalse();
				Awaitility.await().until(() -> chromium.find("#room-title").getText().equals("java"));
				assertThat(chromium.find("#room-wait").isDisplayed()).isFalse();
				chromium.find("#rooms li:first-child button").click();
				assertThat(chromium.texts(".notice").stream().map((notice) -> notice.replaceAll("chat-[1-4]", "*")))
					.containsExactly("You joined as Ada, on *", "You are back, on *");
				chromium.find("#text").sendKeys("Here again", Keys.ENTER);
				Awaitility.await()
					.untilAsserted(() -> assertThat(chromium.texts(".message .text")).isEqualTo(List.of("Here again")));
				assertThat(after.port()).isEqualTo(port);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static List<String> bands(Chromium chromium) {
		return (List<String>) chromium
			.evaluate("return [...document.querySelectorAll('#chart .band')].map((band) => band.getAttribute('d'))");
	}

}
