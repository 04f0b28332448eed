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
import java.util.stream.IntStream;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.RequiresChromium;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the chat and the Cluster page in Chromium.
 */
@RequiresChromium
class BrowserTests extends DemoInChromium {

	private static final String HOSTILE = "<img src=x onerror=hacked=1>";

	private static final String LINES = ".message .text";

	private String room = "";

	/** A room for each test, so that nobody of the test before is in it. */
	@BeforeEach
	void chooseRoom(TestInfo test) {
		this.room = test.getTestMethod().orElseThrow().getName().substring(0, 10);
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
		assertThat(this.chromium.texts(".message .badge")).singleElement().asString().matches("chat-[1-4]");
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
		this.chromium.waitFor("#status[data-state=connected] .badge");
		String mine = this.chromium.texts("#status .badge").get(0);
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
	@Tag("long")
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
	@Tag("long")
	void whatIsMissingIsSaidAndNothingIsSent() {
		this.chromium.open(this.demo.url());
		this.chromium.waitFor("#status[data-state=connected]");
		this.chromium.find("#name").sendKeys("  ", Keys.ENTER);
		assertThat(this.chromium.find("#welcome-error").getText()).contains("Please give a name");
		assertThat(this.chromium.evaluate("return document.activeElement.id")).isEqualTo("name");
		assertThat(this.chromium.find("#chat").isDisplayed()).isFalse();
	}

	@Test
	@Tag("long")
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
	@Tag("long")
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

	@ParameterizedTest
	@ValueSource(ints = { 320, 360, 1280 })
	@Tag("long")
	void longRoomNamesAreCutAndWhatIsUnreadIsInSight(int width) {
		String longest = "a room whose name is as long as possible".substring(0, 36) + width;
		enter("Ada", longest);
		this.chromium.screen(width, 640);
		ChatClient bob = client(ChatClient.connect(this.demo.port(), "127.0.0.3"));
		bob.join(longest, "Bob");
		for (String another : List.of("java", "a second room with a long name " + width)) {
			this.chromium.evaluate("document.getElementById('new-room').value = arguments[0];"
					+ "document.getElementById('room-form').requestSubmit(); return true", another);
			Awaitility.await().until(() -> this.chromium.find("#room-title").getText().equals(another));
		}
		assertWithinRooms("#rooms [aria-current]");
		bob.say(longest, "one");
		this.chromium.waitFor("#rooms li:first-child .unread");
		this.chromium.evaluate("document.getElementById('rooms').scrollLeft = 0; return true");
		assertWithinRooms("#rooms li:first-child .unread");
		assertNoSidewaysScrolling();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/#100%", "/?transport=bogus", "/?transport=#%E0%A4%A" })
	@Tag("long")
	void aSpoiltAddressDoesNotStopThePage(String address) {
		enterAt(this.demo.url() + address, "Ada");
		assertThat(this.chromium.find("#room-title").getText()).isEqualTo("lobby");
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	@Tag("long")
	void anInvisibleNameIsRefused() {
		this.chromium.open(this.demo.url());
		this.chromium.waitFor("#status[data-state=connected]");
		this.chromium.find("#name").sendKeys("\u200b", Keys.ENTER);
		assertThat(this.chromium.waitFor("#welcome-error").getText()).isEqualTo("A name is needed");
		assertThat(this.chromium.find("#chat").isDisplayed()).isFalse();
	}

	@Test
	@Tag("long")
	void whatIsWrittenFromRightToLeftTurnsNothingElse() {
		ChatClient dalia = client(ChatClient.connect(this.demo.port(), "127.0.0.3"));
		enter("Ada", this.room);
		dalia.join(this.room, "\u05d3\u05dc\u05d9\u05d4");
		dalia.say(this.room, "\u202eone");
		seesLines("\u202eone");
		for (String selector : List.of("#people .person", ".notice bdi", ".message .sender", "#room-title",
				".room-name bdi")) {
			assertThat(this.chromium
				.evaluate("return getComputedStyle(document.querySelector(arguments[0])).unicodeBidi", selector))
				.as(selector)
				.isEqualTo("isolate");
		}
	}

	@Test
	@Tag("long")
	void theLogFollowsWhenTheComposerGrows() {
		enter("Ada", this.room);
		ChatClient bob = client(ChatClient.connect(this.demo.port(), "127.0.0.3"));
		bob.join(this.room, "Bob");
		IntStream.range(0, 40).forEach((i) -> bob.say(this.room, "line " + i));
		Awaitility.await().until(() -> this.chromium.findAll(LINES).size() == 40);
		long before = logHeight();
		String newLine = Keys.chord(Keys.SHIFT, Keys.ENTER);
		this.chromium.find("#text").sendKeys("one", newLine, "two", newLine, "three", newLine, "four");
		assertThat(logHeight()).isLessThan(before - 40);
		Awaitility.await().untilAsserted(() -> assertThat(belowTheLog()).isLessThan(2));
		this.chromium.evaluate("document.getElementById('log').scrollTop = 0; return true");
		bob.say(this.room, "unseen");
		this.chromium.waitFor("#newest");
		assertThat(belowTheLog()).isGreaterThan(100);
		this.chromium.find("#newest").click();
		Awaitility.await().untilAsserted(() -> assertThat(belowTheLog()).isLessThan(2));
	}

	@Test
	@Tag("long")
	void everyAddressOfThePortIsAnOriginOfItsOwnAndNeedsNoCors() {
		enterAt("http://localhost:" + this.demo.port() + "/#" + this.room, "Ada");
		say("same origin");
		seesLines("same origin");
		assertThat(this.chromium
			.evaluate("return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)"
					+ ".every((origin) => origin === location.origin)"))
			.isEqualTo(true);
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	@Tag("long")
	void aPhoneShowsTheTalkerAndTheWorkersTogether() {
		this.chromium.open(this.demo.url() + "/cluster.html");
		this.chromium.screen(390, 800);
		this.chromium.waitFor(".tag.home");
		assertThat(bottomOf(".talker")).isLessThan(500);
		assertThat(bottomOf(".workers")).as("on two screens").isLessThan(1200);
		assertThat(this.chromium.findAll(".lane-buttons").get(0).isDisplayed()).isFalse();
		assertThat(bottomOf("#talk-verdict")).as("what a restart does is seen").isLessThan(800);
		this.chromium.find(".worker .more-of-lane").sendKeys(Keys.ENTER);
		assertThat(this.chromium.findAll(".lane-buttons").get(0).isDisplayed()).isTrue();
		assertThat(this.chromium.find(".worker .more-of-lane").getAttribute("aria-expanded")).isEqualTo("true");
		assertNoSidewaysScrolling();
	}

	@Test
	@Tag("long")
	void theLinksGoAroundTheCardsOnAPhone() {
		this.chromium.open(this.demo.url() + "/cluster.html");
		this.chromium.screen(360, 640);
		this.chromium.waitFor(".worker");
		Awaitility.await().untilAsserted(() -> assertThat(this.chromium.evaluate("""
				const cards = [...document.querySelectorAll(".worker")].map((card) => card.getBoundingClientRect());
				const origin = document.querySelector(".links").getBoundingClientRect();
				const within = (x, y) => cards.some(({ left, right, top, bottom }) =>
						x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1);
				const hidden = [...document.querySelectorAll(".links path")].filter((path) =>
						Array.from({ length: 200 }, (_, i) => path.getPointAtLength(path.getTotalLength() * i / 200))
							.some(({ x, y }) => within(x + origin.left, y + origin.top)));
				return new Set(cards.map(({ top }) => top)).size + " rows, " + hidden.length + " hidden";
				""")).isEqualTo("4 rows, 0 hidden"));
	}

	@Test
	void theClusterPageShowsTheCounts() {
		IntStream.range(2, 22)
			.forEach(
					(i) -> client(ChatClient.connect(this.demo.port(), "127.0.0." + i)).join(this.room, "Client " + i));
		this.chromium.open(this.demo.url() + "/cluster.html");
		this.chromium.waitFor(".worker");
		assertThat(this.chromium.texts(".worker .badge")).containsExactly("chat-1", "chat-2", "chat-3", "chat-4");
		assertThat(this.chromium.texts(".worker .state")).containsOnly("UP");
		this.chromium.waitFor(".tag.home");
		for (String worker : List.of("chat-1", "chat-2", "chat-3", "chat-4")) {
			long others = this.clients.stream().filter((client) -> client.worker().equals(worker)).count();
			assertThat(others).as("clients of %s", worker).isPositive();
			boolean mine = this.chromium.find("[data-worker=" + worker + "] .tag.home").isDisplayed();
			long expected = others + (mine ? 1 : 0);
			seesFigure("[data-worker=" + worker + "] [data-figure=sessions]", expected);
			seesFigureOfAtLeast("[data-worker=" + worker + "] [data-figure=connections]", expected);
		}
		seesFigureOfAtLeast(".dispatcher .figure strong", 20);
		assertThat(this.chromium.find(".dispatcher .place").getText()).endsWith(":" + this.demo.port());
		assertThat(this.chromium.find("#summary").getText()).isEqualTo("Node chat: 4 of 4 workers up, 21 sessions");
		assertThat(this.chromium.findAll(".links path:not(.flow)")).hasSize(4);
		assertThat(this.chromium.findAll("#chart .band")).hasSize(4);
		this.clients.remove(0).close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.find("#summary").getText()).endsWith(", 20 sessions"));
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

	private double bottomOf(String selector) {
		return ((Number) this.chromium
			.evaluate("return document.querySelector(arguments[0]).getBoundingClientRect().bottom + scrollY", selector))
			.doubleValue();
	}

	private long logHeight() {
		return (Long) this.chromium.evaluate("return document.getElementById('log').clientHeight");
	}

	private double belowTheLog() {
		return ((Number) this.chromium.evaluate("const log = document.getElementById('log');"
				+ "return log.scrollHeight - log.scrollTop - log.clientHeight"))
			.doubleValue();
	}

	/**
	 * What is out of sight comes into it when the page has been laid out anew, but for
	 * fractions of a pixel.
	 */
	private void assertWithinRooms(String selector) {
		Awaitility.await().untilAsserted(() -> assertThat(this.chromium.evaluate("""
				const part = document.querySelector(arguments[0]).getBoundingClientRect();
				const list = document.getElementById("rooms").getBoundingClientRect();
				const within = part.left > list.left - 1 && part.right < Math.min(list.right, innerWidth) + 1;
				return (within) ? "" : `${part.left} to ${part.right}, the row is ${list.left} to ${list.right}`;
				""", selector)).as(selector).isEqualTo(""));
	}

	private void assertNoSidewaysScrolling() {
		assertThat((Boolean) this.chromium
			.evaluate("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")).isTrue();
	}

}
