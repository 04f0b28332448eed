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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.Chromium;
import io.github.stickycluster.demo.support.RequiresChromium;
import io.github.stickycluster.demo.support.RunningDemo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the chat and the Cluster page in Chromium.
 */
@RequiresChromium
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTests {

	private static final String HOSTILE = "<img src=x onerror=hacked=1>";

	private static final String LINES = ".message .text";

	private Chromium chromium;

	private RunningDemo demo;

	private String room = "";

	private final List<ChatClient> clients = new ArrayList<>();

	@BeforeAll
	void start() {
		this.chromium = Chromium.start();
		this.demo = RunningDemo.start(TestSocketUtils.findAvailableTcpPort(), 0);
	}

	/** A room for each test, so that nobody of the test before is in it. */
	@BeforeEach
	void chooseRoom(TestInfo test) {
		this.room = test.getTestMethod().orElseThrow().getName().substring(0, 10);
	}

	@AfterEach
	void tidy() {
		this.clients.forEach(ChatClient::close);
		this.clients.clear();
		this.chromium.screen(0, 0);
		this.chromium.closeTabs();
	}

	@AfterAll
	void stop() {
		// Null where the start failed
		if (this.demo != null) {
			this.demo.close();
		}
		if (this.chromium != null) {
			this.chromium.close();
		}
	}

	@Test
	void twoTabsChat() {
		String ada = enter("Ada", this.room);
		String bob = enter("Bob", this.room);
		say("Hello Ada");
		seesLines("Hello Ada");
		assertThat(this.chromium.texts("#people .person")).containsExactly("Ada", "Bob");
		this.chromium.turnTo(ada);
		seesLines("Hello Ada");
		seesPeople("Ada", "Bob");
		assertThat(this.chromium.texts(".message .sender")).containsExactly("Bob");
		assertThat(this.chromium.texts(".message .badge")).singleElement().asString().matches("demo-[1-4]");
		say("Hello Bob");
		seesLines("Hello Ada", "Hello Bob");
		this.chromium.find("#leave").click();
		this.chromium.waitFor("#welcome");
		this.chromium.turnTo(bob);
		seesLines("Hello Ada", "Hello Bob");
		seesPeople("Bob");
		Awaitility.await().until(() -> this.chromium.texts(".notice").contains("Ada left"));
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	void aMessageOfAnotherWorkerIsShownWithItsBadge() {
		enter("Ada", this.room);
		String mine = this.chromium.waitFor("#status[data-state=connected] .badge").getText();
		ChatClient bob = client(ChatClient.connectToOtherWorker(this.demo.port(), mine));
		bob.join(this.room, "Bob");
		bob.say(this.room, "from elsewhere");
		seesLines("from elsewhere");
		assertThat(this.chromium.texts(".message .badge")).containsExactly(bob.worker()).doesNotContain(mine);
		assertThat(this.chromium.texts("#people .badge")).containsExactly(mine, bob.worker());
		say("and back");
		assertThat(bob.next("message").get("text").asString()).isEqualTo("from elsewhere");
		assertThat(bob.next("message").get("text").asString()).isEqualTo("and back");
	}

	@Test
	void aHostileNameIsShownAsText() {
		ChatClient mallory = client(ChatClient.connect(this.demo.port(), "127.0.0.9"));
		String ada = enter("Ada", this.room);
		mallory.join(this.room, HOSTILE);
		mallory.say(this.room, "<script>hacked=1</script>");
		seesLines("<script>hacked=1</script>");
		seesPeople("Ada", HOSTILE);
		assertThat(this.chromium.texts(".message .sender")).containsExactly(HOSTILE);
		assertThat(this.chromium.texts(".notice")).contains(HOSTILE + " joined");
		assertThat(this.chromium.findAll("main img, main script")).isEmpty();
		enter(HOSTILE, HOSTILE);
		say(HOSTILE);
		seesLines(HOSTILE);
		assertThat(this.chromium.find("#room-title").getText()).isEqualTo(HOSTILE);
		assertThat(this.chromium.findAll("main img, main script")).isEmpty();
		assertThat(this.chromium.evaluate("return typeof window.hacked")).isEqualTo("undefined");
		this.chromium.turnTo(ada);
		assertThat(this.chromium.evaluate("return typeof window.hacked")).isEqualTo("undefined");
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	void thePolicyForbidsInlineScripts() {
		this.chromium.open(this.demo.url());
		this.chromium.evaluate("const s = document.createElement('script'); s.textContent = 'window.hacked = 1';"
				+ "document.body.append(s); return true");
		assertThat(this.chromium.evaluate("return typeof window.hacked")).isEqualTo("undefined");
		assertThat(this.chromium.complaints()).singleElement().asString().contains("Content Security Policy");
	}

	@Test
	void severalRoomsShowWhatIsUnread() {
		enter("Ada", this.room);
		ChatClient bob = client(ChatClient.connect(this.demo.port(), "127.0.0.3"));
		bob.join(this.room, "Bob");
		this.chromium.find("#new-room").sendKeys("java", Keys.ENTER);
		Awaitility.await().until(() -> this.chromium.find("#room-title").getText().equals("java"));
		bob.say(this.room, "one");
		bob.say(this.room, "two");
		Awaitility.await().untilAsserted(() -> assertThat(this.chromium.texts(".unread")).containsExactly("2 unread"));
		assertThat(this.chromium.findAll(LINES)).isEmpty();
		this.chromium.find("#rooms li:first-child button").click();
		seesLines("one", "two");
		assertThat(this.chromium.findAll(".unread")).isEmpty();
	}

	@Test
	void aReloadComesBackToItsRooms() {
		enter("Ada", this.room);
		this.chromium.evaluate("location.reload(); return true");
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> this.chromium.texts("#people .person").equals(List.of("Ada")));
		say("still Ada");
		seesLines("still Ada");
	}

	@Test
	void whatIsMissingIsSaidAndNothingIsSent() {
		this.chromium.open(this.demo.url());
		this.chromium.waitFor("#status[data-state=connected]");
		this.chromium.find("#name").sendKeys("  ", Keys.ENTER);
		assertThat(this.chromium.find("#welcome-error").getText()).contains("Please give a name");
		assertThat(this.chromium.evaluate("return document.activeElement.id")).isEqualTo("name");
		assertThat(this.chromium.find("#chat").isDisplayed()).isFalse();
	}

	@Test
	void aTextThatIsTooLongCannotBeSent() {
		enter("Ada", this.room);
		this.chromium.evaluate("const text = document.getElementById('text'); text.value = 'x'.repeat(4001);"
				+ "text.dispatchEvent(new Event('input')); return true");
		assertThat(this.chromium.find("#counter").getText()).isEqualTo("4,001 / 4,000");
		assertThat(this.chromium.find("#send").isEnabled()).isFalse();
		this.chromium.find("#text").sendKeys(Keys.BACK_SPACE);
		assertThat(this.chromium.find("#send").isEnabled()).isTrue();
	}

	@Test
	void pollingAloneChatsToo() {
		String url = this.demo.url() + "/?transport=polling#" + this.room;
		enterAt(url, "Ada");
		assertThat(this.chromium.waitFor("#status[data-state=connected]").getText()).startsWith("Polling");
		say("slowly but surely");
		seesLines("slowly but surely");
	}

	@Test
	void fitsAPhone() {
		enter("Ada with a name that is as long as allowed", this.room);
		this.chromium.screen(360, 640);
		say("w".repeat(300));
		Awaitility.await().until(() -> this.chromium.findAll(LINES).size() == 1);
		assertNoSidewaysScrolling();
		assertThat(this.chromium.find("#people").isDisplayed()).isFalse();
		this.chromium.find("#people-toggle").click();
		assertThat(this.chromium.find("#people").isDisplayed()).isTrue();
		this.chromium.find("#text").sendKeys(Keys.ESCAPE);
		assertThat(this.chromium.find("#people").isDisplayed()).isFalse();
		this.chromium.open(this.demo.url() + "/cluster.html");
		this.chromium.screen(360, 640);
		this.chromium.waitFor(".worker");
		assertNoSidewaysScrolling();
	}

	@Test
	void theClusterPageShowsTheCounts() {
		IntStream.range(2, 22)
			.forEach(
					(i) -> client(ChatClient.connect(this.demo.port(), "127.0.0." + i)).join(this.room, "Client " + i));
		this.chromium.open(this.demo.url() + "/cluster.html");
		this.chromium.waitFor(".worker");
		assertThat(this.chromium.texts(".worker .badge")).containsExactly("demo-1", "demo-2", "demo-3", "demo-4");
		assertThat(this.chromium.texts(".worker .state")).containsOnly("UP");
		for (String worker : List.of("demo-1", "demo-2", "demo-3", "demo-4")) {
			long expected = this.clients.stream().filter((client) -> client.worker().equals(worker)).count();
			assertThat(expected).as("clients of %s", worker).isPositive();
			seesFigure("[data-worker=" + worker + "] [data-figure=sessions]", expected);
			seesFigureOfAtLeast("[data-worker=" + worker + "] [data-figure=connections]", expected);
		}
		seesFigureOfAtLeast("#dispatcher-connections", 20);
		assertThat(this.chromium.find("#dispatcher-place").getText()).endsWith(":" + this.demo.port());
		assertThat(this.chromium.find("#summary").getText()).isEqualTo("Node demo: 4 of 4 workers up, 20 sessions");
		assertThat(this.chromium.findAll("#links path")).hasSize(4);
		assertThat(this.chromium.findAll("#chart .band")).hasSize(4);
		this.clients.remove(0).close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.find("#summary").getText()).endsWith(", 19 sessions"));
		assertThat(this.chromium.complaints()).isEmpty();
	}

	private String enter(String name, String room) {
		String tab = this.chromium.open(this.demo.url());
		this.chromium.find("#room").clear();
		this.chromium.find("#room").sendKeys(room);
		enterName(name);
		return tab;
	}

	private void enterAt(String url, String name) {
		this.chromium.open(url);
		enterName(name);
	}

	private void enterName(String name) {
		this.chromium.waitFor("#status[data-state=connected]");
		this.chromium.find("#name").clear();
		this.chromium.find("#name").sendKeys(name, Keys.ENTER);
		this.chromium.waitFor("#chat");
		this.chromium.waitFor("#send:enabled");
	}

	private void say(String text) {
		this.chromium.waitFor("#text").sendKeys(text, Keys.ENTER);
	}

	private ChatClient client(ChatClient client) {
		this.clients.add(client);
		return client;
	}

	private void seesLines(String... lines) {
		Awaitility.await().untilAsserted(() -> assertThat(this.chromium.texts(LINES)).containsExactly(lines));
	}

	private void seesPeople(String... people) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts("#people .person")).containsExactly(people));
	}

	private void seesFigure(String selector, long expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts(selector)).containsExactly(Long.toString(expected)));
	}

	/**
	 * The browser keeps the connections of earlier tabs alive for a while.
	 */
	private void seesFigureOfAtLeast(String selector, long expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts(selector)).singleElement()
				.satisfies((text) -> assertThat(Long.parseLong(text)).isGreaterThanOrEqualTo(expected)));
	}

	private void assertNoSidewaysScrolling() {
		assertThat((Boolean) this.chromium
			.evaluate("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")).isTrue();
	}

}
