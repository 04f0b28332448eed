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

import java.time.Duration;
import java.util.List;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.RequiresChromium;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator does on the Cluster page, in Chromium.
 */
@RequiresChromium
@Tag("long")
class OperationsTests extends DemoInChromium {

	private static final Duration ROLLING_RESTART = Duration.ofMinutes(3);

	@BeforeEach
	void open() {
		// What the test before was meant to provoke is none of the next one's business.
		this.chromium.complaints();
		this.chromium.open(this.demo.url() + "/cluster.html");
		this.chromium.waitFor(".tag.home");
	}

	@Test
	void aRollingRestartUnderTheSteadyTalkerLosesNoMessage() {
		this.chromium.find("#talk").click();
		Awaitility.await().until(() -> number("#talk-acked") > 5);
		String restarts = this.chromium.find(worker(home()) + " [data-figure=restarts]").getText();
		this.chromium.find(".rolling-restart").click();
		confirm("Restart all workers of node chat, one after the other?");
		// Forked workers are four processes that start one after the other.
		sees("UP → DRAINING: rolling restart, 4 of 4", ROLLING_RESTART);
		Awaitility.await()
			.atMost(ROLLING_RESTART)
			.until(() -> !this.chromium.find(worker(home()) + " [data-figure=restarts]").getText().equals(restarts));
		int before = number("#talk-acked");
		Awaitility.await().until(() -> number("#talk-acked") > before + 10);
		this.chromium.find("#talk").click();
		Awaitility.await().untilAsserted(() -> assertThat(number("#talk-acked")).isEqualTo(number("#talk-sent")));
		assertThat(number("#talk-lost")).isZero();
		sees("Rolling restart of node chat is over", ROLLING_RESTART);
		assertThat(this.chromium.find("#talk-verdict").getText())
			.matches("No acknowledged message lost. [1-9] × reconnected, at longest after \\d+\\.\\d s.");
	}

	@Test
	void aWorkerThatIsDrainedKeepsItsSessionsAndTakesNoNewOnes() {
		String mine = home();
		press(worker(mine) + " [data-action=drain]");
		confirm("Drain " + mine + "?");
		state(mine, "DRAINING");
		try (ChatClient other = ChatClient.connect(this.demo.port(), "127.0.0.1")) {
			assertThat(other.worker()).isNotEqualTo(mine);
		}
		assertThat(home()).as("the page stays where it is").isEqualTo(mine);
		press(worker(mine) + " [data-action=resume]");
		state(mine, "UP");
		try (ChatClient other = ChatClient.connect(this.demo.port(), "127.0.0.1")) {
			assertThat(other.worker()).isEqualTo(mine);
		}
	}

	@Test
	void aWorkerIsRestartedAndThePageConnectsAgain() {
		String mine = home();
		press(worker(mine) + " [data-action=restart]");
		confirm("Restart " + mine + "?");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts(".entry-text"))
				.contains("This page lost its connection; it connects again"));
		this.chromium.waitFor(".tag.home");
		state(mine, "UP");
	}

	@Test
	void aQuestionAnsweredWithNoDoesNothing() {
		String mine = home();
		String restarts = this.chromium.find(worker(mine) + " [data-figure=restarts]").getText();
		press(worker(mine) + " [data-action=restart]");
		this.chromium.waitFor("#confirm").sendKeys(Keys.ESCAPE);
		assertThat(this.chromium.find("#confirm").isDisplayed()).isFalse();
		state(mine, "UP");
		assertThat(this.chromium.find(worker(mine) + " [data-figure=restarts]").getText()).isEqualTo(restarts);
	}

	@Test
	void aQuestionHasItsFocusOnWhatDoesNoHarm() {
		String mine = home();
		press(worker(mine) + " [data-action=restart]");
		this.chromium.waitFor("#confirm");
		assertThat(this.chromium.evaluate("return document.activeElement.id")).isEqualTo("confirm-no");
		this.chromium.find("#confirm-no").sendKeys(Keys.ENTER);
		assertThat(this.chromium.find("#confirm").isDisplayed()).isFalse();
		assertThat(home()).isEqualTo(mine);
	}

	@Test
	void thePageSaysThatItsOwnWorkerIsSilent() {
		String mine = home();
		press(worker(mine) + " [data-action=block]");
		// While it is so, not afterwards
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts("#banner-text")).containsExactly("Worker " + mine
					+ " does not answer. It holds this page's connection, so what you see" + " is old."));
		assertThat(this.chromium.texts(worker(mine) + " .state")).containsExactly("SILENT");
		state(mine, "UP");
		Awaitility.await().until(() -> !this.chromium.find("#banner").isDisplayed());
	}

	@Test
	void workersAreAddedAndRemoved() {
		this.chromium.find(".more").click();
		this.chromium.find(".more").click();
		this.chromium.find(".apply").click();
		Awaitility.await()
			.until(() -> workers().equals(List.of("chat-1", "chat-2", "chat-3", "chat-4", "chat-5", "chat-6")));
		state("chat-6", "UP");
		this.chromium.find(".count").sendKeys(Keys.chord(Keys.CONTROL, "a"), "4", Keys.ENTER);
		confirm("From 6 workers to 4?");
		Awaitility.await().until(() -> workers().equals(List.of("chat-1", "chat-2", "chat-3", "chat-4")));
	}

	@Test
	void whatTheServerRefusesAndWhatFailsIsShownWithItsReason() {
		this.chromium.find(".count").sendKeys(Keys.chord(Keys.CONTROL, "a"), "300");
		assertThat(this.chromium.find(".apply").isEnabled()).isFalse();
		this.chromium.evaluate("const count = document.querySelector('.count'); count.max = 999;"
				+ "count.dispatchEvent(new Event('input')); return true");
		this.chromium.find(".apply").click();
		assertThat(this.chromium.waitFor(".toast").getText()).contains("256");
		assertThat(this.chromium.complaints()).singleElement().asString().contains("status of 400");
		assertThat(workers()).hasSize(4);
		this.chromium.evaluate("""
				const real = fetch;
				const lastOperation = { ended: new Date().toISOString(), failure: "Worker 'chat-2' fails" };
				window.fetch = async (...request) =>
						Response.json({ ...await (await real(...request)).json(), lastOperation });
				document.dispatchEvent(new Event("visibilitychange"));
				return true;
				""");
		// A worker that a busy machine kept waiting may be told of in the same way.
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts(".entry.bad .entry-text"))
				.contains("Rolling restart of node chat stopped: Worker 'chat-2' fails"));
	}

	@Test
	void aBlockedWorkerIsShown() {
		String mine = home();
		press(worker(mine) + " [data-action=block]");
		// Told afterwards: this browser's requests live on the loop that is blocked.
		sees("does not answer: new sessions go to other workers");
		sees("answers again");
	}

	@Test
	void itIsReadableInTheDarkAndOnAPhone() {
		String light = background();
		this.chromium.prefers("dark");
		assertThat(background()).isNotEqualTo(light);
		this.chromium.screen(360, 740);
		Awaitility.await()
			.until(() -> (Boolean) this.chromium
				.evaluate("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
		assertThat(this.chromium.complaints()).isEmpty();
	}

	private String background() {
		return (String) this.chromium.evaluate("return getComputedStyle(document.body).backgroundColor");
	}

	/** The worker that holds the page's own connection. */
	private String home() {
		this.chromium.waitFor(".tag.home");
		return (String) this.chromium.evaluate(
				"return document.querySelector('.tag.home:not([hidden])')?.closest('.worker').dataset.worker ?? ''");
	}

	private List<String> workers() {
		return this.chromium.texts(".worker .badge");
	}

	/** By keyboard: each button must be reachable without a mouse. */
	private void press(String selector) {
		this.chromium.waitFor(selector + ":enabled").sendKeys(Keys.ENTER);
	}

	private void confirm(String question) {
		this.chromium.waitFor("#confirm");
		assertThat(this.chromium.find("#confirm-title").getText()).isEqualTo(question);
		this.chromium.find("#confirm-yes").sendKeys(Keys.ENTER);
	}

	private void state(String worker, String state) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.chromium.texts(worker(worker) + " .state")).containsExactly(state));
	}

	private void sees(String text) {
		sees(text, Duration.ofSeconds(30));
	}

	private void sees(String text, Duration atMost) {
		Awaitility.await()
			.atMost(atMost)
			.untilAsserted(() -> assertThat(this.chromium.texts(".entry"))
				.anySatisfy((entry) -> assertThat(entry).contains(text)));
	}

	private int number(String selector) {
		return Integer.parseInt(this.chromium.texts(selector).get(0).replace(",", ""));
	}

	private static String worker(String id) {
		return "[data-worker=" + id + "]";
	}

}
