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

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.RequiresChromium;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what axe finds on the pages: in each of their states, on a desktop and on a
 * phone, in the light and in the dark.
 */
@Tag("long")
@RequiresChromium
class AccessibilityTests extends DemoInChromium {

	/** The width of a desktop's window, which is not pretended, and of a phone. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 390 })
	void findsNothingOnTheChatPage(int width) {
		open("/#axe", width);
		this.chromium.waitFor("#status[data-state=connected] .badge");
		this.chromium.find("#name").sendKeys(" ", Keys.ENTER);
		this.chromium.waitFor("#welcome-error");
		nothing("before joining");
		this.chromium.find("#name").sendKeys("Ada Lovelace", Keys.ENTER);
		this.chromium.waitFor("#send:enabled");
		nothing("alone in a room");
		// Enough for an avatar in each colour
		for (int i = 0; i < 12; i++) {
			ChatClient client = ChatClient.connect(this.demo.port(), "127.0.0." + (2 + i % 5));
			this.clients.add(client);
			client.join("axe", "Person " + (char) ('A' + i));
			client.say("axe", "Hello");
		}
		this.chromium.find("#text").sendKeys("Hello all", Keys.ENTER);
		Awaitility.await().until(() -> this.chromium.findAll(".message").size() == 13);
		this.chromium.find("#new-room").sendKeys("java", Keys.ENTER);
		Awaitility.await().until(() -> this.chromium.find("#room-title").getText().equals("java"));
		this.clients.get(0).say("axe", "Where are you?");
		this.chromium.waitFor(".unread");
		this.chromium.find("#rooms li:first-child button").click();
		Awaitility.await().until(() -> this.chromium.findAll("#people .person").size() == 13);
		// As on more nodes than this one: each of the workers' colours
		this.chromium.evaluate("""
				document.querySelectorAll("#people .badge, .message .badge").forEach((badge, index) => {
					badge.className = `badge w${index % 10}`;
				});
				return true;
				""");
		nothing("among others");
		if (width > 0) {
			this.chromium.find("#people-toggle").click();
			nothing("with the list of people open");
		}
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 390 })
	void findsNothingOnTheClusterPage(int width) {
		open("/cluster.html", width);
		this.chromium.waitFor(".tag.home");
		this.chromium.find("#talk").click();
		Awaitility.await()
			.until(() -> this.chromium.find("#talk-verdict").getText().equals("No acknowledged message lost."));
		nothing("while the talker talks");
		this.chromium.evaluate("document.querySelector('[data-action=restart]').click(); return true");
		this.chromium.waitFor("#confirm");
		nothing("with a question");
		this.chromium.find("#confirm").sendKeys(Keys.ESCAPE);
		this.chromium.evaluate("""
				const count = document.querySelector(".count");
				count.max = 999;
				count.value = 300;
				count.dispatchEvent(new Event("input"));
				document.querySelector(".apply").click();
				return true;
				""");
		this.chromium.waitFor(".toast");
		nothing("with a refusal");
		this.chromium.evaluate("""
				window.fetch = async () => {
					throw new Error("offline");
				};
				document.dispatchEvent(new Event("visibilitychange"));
				return true;
				""");
		this.chromium.waitFor(".map.stale");
		nothing("without data");
	}

	private void open(String path, int width) {
		this.chromium.open(this.demo.url() + path);
		this.chromium.prefers("light");
		if (width > 0) {
			this.chromium.screen(width, 800);
		}
	}

	/**
	 * In the dark only the colours differ.
	 */
	private void nothing(String state) {
		awaitColours();
		assertThat(this.chromium.accessibilityFaults()).as(state).isEmpty();
		this.chromium.prefers("dark");
		awaitColours();
		assertThat(this.chromium.accessibilityFaults("color-contrast")).as(state + " in the dark").isEmpty();
		this.chromium.prefers("light");
	}

	/**
	 * What changes its looks slowly must have come to an end.
	 */
	private void awaitColours() {
		Awaitility.await()
			.until(() -> (Boolean) this.chromium.evaluate("return document.getAnimations()"
					+ ".every((animation) => !(animation instanceof CSSTransition))"));
	}

}
