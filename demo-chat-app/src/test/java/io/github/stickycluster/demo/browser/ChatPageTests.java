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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.RequiresChromium;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the chat page says of people and of workers, in Chromium.
 */
@RequiresChromium
class ChatPageTests extends DemoInChromium {

	private static final String SOCKET_IO = "*/socket.io/*";

	/** Less than a heartbeat's time without an answer. */
	private static final Duration AT_ONCE = Duration.ofSeconds(4);

	private final HttpClient http = HttpClient.newHttpClient();

	private String room = "";

	@BeforeEach
	void chooseRoom(TestInfo test) {
		this.room = test.getTestMethod().orElseThrow().getName().substring(0, 14);
	}

	@Test
	void saysWhyThisWorkerAndOffersTheOthers() {
		this.chromium.open(this.demo.url() + "/#" + this.room);
		String mine = worker();
		assertThat(this.chromium.waitFor("#welcome .whereabouts").getText()).contains("Yours is 127.0.0.1")
			.contains("all tabs of this browser reach " + mine);
		enter("Ada");
		assertThat(this.chromium.find("#people-panel .whereabouts").getText())
			.contains("all tabs of this browser reach " + mine);
		List<String> others = this.chromium.texts("#people-panel .offers .badge");
		assertThat(others).hasSize(3).doesNotContain(mine);
		Set<String> before = new HashSet<>(this.chromium.tabs());
		this.chromium.find("#people-panel .offers a").click();
		Awaitility.await().until(() -> this.chromium.tabs().size() > before.size());
		this.chromium
			.turnTo(this.chromium.tabs().stream().filter((tab) -> !before.contains(tab)).findFirst().orElseThrow());
		assertThat(worker()).isEqualTo(others.get(0));
		assertThat(this.chromium.waitFor("#welcome .whereabouts").getText()).contains("This tab reports 192.0.2.");
		enter("Bob");
		assertThat(this.chromium.find("#room-title").getText()).isEqualTo(this.room);
		sees("#people .person", "Ada", "Bob");
		sees("#people .badge", mine, others.get(0));
		this.chromium.find("nav a[href*=cluster]").click();
		assertThat(this.chromium.waitFor(".tag.home").isDisplayed()).isTrue();
		assertThat(this.chromium
			.evaluate("return document.querySelector('.tag.home:not([hidden])').closest('.worker').dataset.worker"))
			.as("the other page keeps the address")
			.isEqualTo(others.get(0));
	}

	@Test
	void marksOneselfAndOnesOwnMessages() {
		join("Ada");
		ChatClient other = client("127.0.0.3");
		other.joinAndSee(this.room, "Ada", "Ada", "Ada");
		other.say(this.room, "not yours, though you have one name");
		sees(".message .text", "not yours, though you have one name");
		this.chromium.find("#text").sendKeys("yours", Keys.ENTER);
		sees(".message.mine .text", "yours");
		assertThat(this.chromium.texts(".message.mine .you")).containsExactly("you");
		assertThat(this.chromium.findAll(".message:not(.mine) .you")).isEmpty();
		sees("#people .person", "Ada", "Ada");
		assertThat(this.chromium.findAll("#people li.me")).hasSize(1);
		assertThat(this.chromium.findAll("#people li:first-child .you")).hasSize(1);
	}

	@Test
	void givesEachPersonAnAvatarOfTheirOwn() {
		join("Alan");
		for (String name : List.of("Ada", "Ada", "Abel", "Agnes", "Alma", "Amos", "Anna", "Arne", "Asta", "Axel")) {
			ChatClient client = client("127.0.0.3");
			client.join(this.room, name);
			client.say(this.room, "I am " + name);
		}
		Awaitility.await().until(() -> this.chromium.findAll(".message").size() == 10);
		assertThat(looks(".message .avatar")).hasSize(10).doesNotHaveDuplicates();
		assertThat(looks("#people .avatar")).hasSize(11).containsAll(looks(".message .avatar"));
	}

	@Test
	void saysThatSomebodyIsBack() {
		join("Ada");
		ChatClient bob = client("127.0.0.3");
		bob.join(this.room, "Bob");
		bob.say(this.room, "one");
		sees(".message .text", "one");
		bob.close();
		ChatClient again = client("127.0.0.4");
		Awaitility.await().until(() -> notices().contains("Bob left"));
		again.join(this.room, "Bob");
		again.say(this.room, "two");
		sees(".message .text", "one", "two");
		assertThat(notices()).containsSubsequence("Bob joined", "Bob left", "Bob is back");
		assertThat(looks(".message .avatar")).hasSize(2).containsOnly(looks(".message .avatar").get(0));
	}

	@Test
	void saysWhoLeftAndCameBackWhileTheTabWasAway() throws Exception {
		join("Ada");
		String mine = worker();
		ChatClient bob = elsewhere(mine);
		ChatClient carol = elsewhere(mine);
		bob.join(this.room, "Bob");
		carol.join(this.room, "Carol");
		sees("#people .person", "Ada", "Bob", "Carol");
		this.chromium.block(SOCKET_IO);
		restart(mine);
		this.chromium.waitFor("#banner");
		ChatClient eve = elsewhere(mine);
		eve.join(this.room, "Eve");
		bob.close();
		carol.close();
		List<String> left = ChatClient.members(eve.next("left"));
		while (!left.equals(List.of("Eve"))) {
			left = ChatClient.members(eve.next("left"));
		}
		elsewhere(mine).join(this.room, "Bob");
		this.chromium.block();
		Awaitility.await()
			.untilAsserted(() -> assertThat(notices())
				.contains("While you were away: Bob left and came back, Carol left, Eve joined"));
		assertThat(notices()).filteredOn((notice) -> notice.startsWith("You are back, on chat-")).hasSize(1);
	}

	@Test
	void letsJoinWaitForTheConnection() {
		this.chromium.open("about:blank");
		this.chromium.block(SOCKET_IO);
		this.chromium.go(this.demo.url() + "/#" + this.room);
		this.chromium.waitFor("#banner");
		this.chromium.find("#name").sendKeys("Ada", Keys.ENTER);
		assertThat(this.chromium.waitFor("#welcome-wait").getText()).startsWith("Waiting for the connection.");
		this.chromium.find("#name").clear();
		this.chromium.find("#name").sendKeys("Grace", Keys.ENTER);
		assertThat(this.chromium.find("#welcome-error").isDisplayed()).isFalse();
		this.chromium.block();
		this.chromium.waitFor("#send:enabled");
		assertThat(notices()).hasSize(1).first().asString().startsWith("You joined as Grace");
		assertThat(this.chromium.texts("#people .person")).containsExactly("Grace");
		assertThat(this.chromium.find("#welcome-wait").getText()).isEmpty();
	}

	@Test
	void letsJoinWaitForTheScripts() {
		this.chromium.open("about:blank");
		this.chromium.goAndRunEarly(this.demo.url() + "/#" + this.room, """
				document.getElementById("name").value = "Ada";
				document.getElementById("room").value = "early";
				document.getElementById("welcome-form").requestSubmit();
				""");
		this.chromium.waitFor("#send:enabled");
		assertThat(this.chromium.find("#room-title").getText()).isEqualTo("early");
		sees("#people .person", "Ada");
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	void leavingThePageLeavesTheChat() {
		ChatClient bob = client("127.0.0.3");
		bob.join(this.room, "Bob");
		join("Ada");
		assertThat(bob.next("joined").get("name").asString()).isEqualTo("Ada");
		this.chromium.find("nav a[href*=cluster]").click();
		Awaitility.await().atMost(AT_ONCE).until(() -> bob.pending("left") == 1);
		this.chromium.waitFor(".worker");
		this.chromium.back();
		assertThat(bob.next("joined").get("name").asString()).isEqualTo("Ada");
		sees("#people .person", "Bob", "Ada");
	}

	@Test
	void saysThatItsWorkerIsSilent() {
		join("Ada");
		String mine = worker();
		this.chromium.evaluate("""
				import("/vendor/socket.io.esm.min.js").then(({ io }) => io("/cluster").emit("block", () => {}));
				return true;
				""");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts("#banner-text"))
				.containsExactly("Your worker " + mine + " does not answer. What you send waits for it."));
		this.chromium.find("#text").sendKeys("late", Keys.ENTER);
		sees(".message .text", "late");
		Awaitility.await().until(() -> !this.chromium.find("#banner").isDisplayed());
	}

	private void join(String name) {
		this.chromium.open(this.demo.url() + "/#" + this.room);
		enter(name);
	}

	private void enter(String name) {
		this.chromium.waitFor("#status[data-state=connected]");
		this.chromium.find("#name").clear();
		this.chromium.find("#name").sendKeys(name, Keys.ENTER);
		this.chromium.waitFor("#send:enabled");
	}

	private String worker() {
		this.chromium.waitFor("#status[data-state=connected] .badge");
		return this.chromium.texts("#status .badge").get(0);
	}

	private List<String> notices() {
		return this.chromium.texts(".notice");
	}

	/** What is seen of avatars: their letters and colours. */
	@SuppressWarnings("unchecked")
	private List<String> looks(String selector) {
		return (List<String>) this.chromium.evaluate("""
				return [...document.querySelectorAll(arguments[0])].map((avatar) =>
						avatar.textContent + " on " + getComputedStyle(avatar).backgroundColor);
				""", selector);
	}

	private void sees(String selector, String... texts) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts(selector)).as(selector).containsExactly(texts));
	}

	private ChatClient client(String address) {
		ChatClient client = ChatClient.connect(this.demo.port(), address);
		this.clients.add(client);
		return client;
	}

	private ChatClient elsewhere(String worker) {
		ChatClient client = ChatClient.connectToOtherWorker(this.demo.port(), worker);
		this.clients.add(client);
		return client;
	}

	private void restart(String worker) throws Exception {
		String body = "{\"node\":\"chat\",\"worker\":\"%s\",\"action\":\"restart\"}".formatted(worker);
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.demo.url() + "/operate"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		assertThat(this.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
	}

}
