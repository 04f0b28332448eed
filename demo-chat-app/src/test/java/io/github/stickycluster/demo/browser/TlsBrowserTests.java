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
import java.nio.file.Path;

import io.github.stickycluster.demo.support.Chromium;
import io.github.stickycluster.demo.support.RequiresChromium;
import io.github.stickycluster.demo.support.RunningDemo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the chat over https and wss in Chromium.
 */
@Tag("long")
@Tag("once")
@RequiresChromium
class TlsBrowserTests {

	private static final String PASSWORD = "changeit";

	private static RunningDemo demo;

	private static Chromium chromium;

	@BeforeAll
	static void start(@TempDir Path folder) throws Exception {
		Path keyStore = folder.resolve("public.p12");
		writeCertificate(keyStore);
		// Nobody vouches for the certificate, which is none of this test's business.
		chromium = Chromium.start("--ignore-certificate-errors");
		demo = RunningDemo.startSecurely(keyStore, PASSWORD);
	}

	@AfterAll
	static void stop() {
		// Null where the start failed
		if (demo != null) {
			demo.close();
		}
		if (chromium != null) {
			chromium.close();
		}
	}

	@AfterEach
	void tidy() {
		chromium.closeTabs();
	}

	@ParameterizedTest
	@CsvSource({ "?transport=polling, polling", "?transport=websocket, websocket", "'', both" })
	void twoTabsChat(String query, String room) {
		String url = demo.url() + "/" + query + "#" + room;
		enter(url, "Ada");
		enter(url, "Bob");
		chromium.waitFor("#text").sendKeys("Hello over TLS", Keys.ENTER);
		Awaitility.await()
			.untilAsserted(() -> assertThat(chromium.texts(".message .text")).containsExactly("Hello over TLS"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(chromium.texts("#people .person")).containsExactly("Ada", "Bob"));
		assertThat(chromium.evaluate("return location.protocol")).isEqualTo("https:");
	}

	private static void enter(String url, String name) {
		chromium.open(url);
		chromium.waitFor("#status[data-state=connected]");
		chromium.find("#name").clear();
		chromium.find("#name").sendKeys(name, Keys.ENTER);
		chromium.waitFor("#chat");
		chromium.waitFor("#send:enabled");
	}

	private static void writeCertificate(Path keyStore) throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=demo", "-ext",
				"SAN=IP:127.0.0.1", "-storetype", "PKCS12", "-keystore", keyStore.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor()).isZero();
	}

}
