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

import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.Chromium;
import io.github.stickycluster.demo.support.RunningDemo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * One demo and one browser for all tests of a class, which find the browser as it was at
 * the start.
 */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DemoInChromium {

	/** Closed after each test. */
	final List<ChatClient> clients = new ArrayList<>();

	Chromium chromium;

	RunningDemo demo;

	@BeforeAll
	void start() {
		this.chromium = Chromium.start();
		this.demo = RunningDemo.start(0);
	}

	@AfterEach
	void tidy() {
		this.clients.forEach(ChatClient::close);
		this.clients.clear();
		this.chromium.prefers("");
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

}
