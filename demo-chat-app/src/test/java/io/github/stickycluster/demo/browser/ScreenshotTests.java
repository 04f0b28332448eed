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
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.RequiresChromium;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

/**
 * Takes the picture of the demo that the README shows; run with
 * {@code -Ddocs.update=true}.
 */
@RequiresChromium
@EnabledIfSystemProperty(named = "docs.update", matches = "true")
class ScreenshotTests extends DemoInChromium {

	private static final Path PICTURE = Path.of("..", "docs", "images", "demo.png");

	@Test
	void showsPeopleOfTwoWorkers() throws IOException {
		this.chromium.open(this.demo.url() + "/#lobby");
		this.chromium.waitFor("#status[data-state=connected]");
		this.chromium.find("#name").sendKeys("Ada", Keys.ENTER);
		this.chromium.waitFor("#send:enabled");
		String worker = this.chromium.find("#people .badge").getText();
		ChatClient other = ChatClient.connectToOtherWorker(this.demo.port(), worker);
		this.clients.add(other);
		other.joinAndSee("lobby", "Grace", "Ada", "Grace");
		this.chromium.find("#text").sendKeys("Hello from " + worker, Keys.ENTER);
		this.chromium.waitFor(".message.mine");
		other.say("lobby", "Hello back from " + other.worker() + ", through the cluster");
		Awaitility.await().until(() -> this.chromium.findAll(".message").size() == 2);
		Files.createDirectories(PICTURE.getParent());
		Files.write(PICTURE, this.chromium.screenshot());
	}

}
