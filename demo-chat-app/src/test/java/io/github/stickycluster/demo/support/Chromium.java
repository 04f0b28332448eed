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

package io.github.stickycluster.demo.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;

import io.github.stickycluster.testsupport.ChildProcess;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.util.FileSystemUtils;

/**
 * A headless Chromium from the PATH, with a profile of its own that goes with it.
 */
public final class Chromium implements AutoCloseable {

	private static final Duration WAIT = Duration.ofSeconds(15);

	private static final Path AXE = Path.of("target", "frontend", "node_modules", "axe-core", "axe.min.js");

	private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
			"--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--window-size=1280,900");

	private final Path profile;

	private final ChromeDriver driver;

	private Chromium(File browser, File driver, String... more) {
		this.profile = temporaryDirectory();
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser);
		options.addArguments(ARGUMENTS);
		options.addArguments(more);
		options.addArguments("--user-data-dir=" + this.profile);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(driver).usingAnyFreePort().build(), options);
	}

	/**
	 * Starts Chromium.
	 * @param more arguments besides the usual ones
	 * @return the browser
	 * @throws IllegalStateException if there is none on the PATH
	 */
	public static Chromium start(String... more) {
		missing().ifPresent((missing) -> {
			throw new IllegalStateException(missing);
		});
		return new Chromium(browser().orElseThrow(), driver().orElseThrow(), more);
	}

	/**
	 * Says what is missing to start Chromium.
	 * @return what is missing, or empty if all is there
	 */
	static Optional<String> missing() {
		if (browser().isPresent() && driver().isPresent()) {
			return Optional.empty();
		}
		return Optional.of("tests in a browser need chromium and chromedriver on the PATH, found "
				+ browser().map(File::getPath).orElse("no browser") + " and "
				+ driver().map(File::getPath).orElse("no chromedriver"));
	}

	/**
	 * Opens a page in a new tab and turns to it.
	 * @param url the page's address
	 * @return the tab
	 */
	public String open(String url) {
		this.driver.switchTo().newWindow(WindowType.TAB);
		this.driver.get(url);
		return this.driver.getWindowHandle();
	}

	/**
	 * Goes to a page in the open tab.
	 * @param url the page's address
	 */
	public void go(String url) {
		this.driver.get(url);
	}

	/**
	 * Goes to a page in the open tab and runs a script there when the page is parsed,
	 * before any of its modules.
	 * @param url the page's address
	 * @param script the script
	 */
	public void goAndRunEarly(String url, String script) {
		Object id = this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
				document.addEventListener("readystatechange", () => {
					if (document.readyState === "interactive") {
						%s
					}
				});
				""".formatted(script))).get("identifier");
		this.driver.get(url);
		this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
	}

	/** Goes back to the page before. */
	public void back() {
		this.driver.navigate().back();
	}

	public void turnTo(String tab) {
		this.driver.switchTo().window(tab);
	}

	/**
	 * Pretends to be a phone, or with a width of 0 stops to pretend.
	 * @param width the screen's width in CSS pixels
	 * @param height the screen's height in CSS pixels
	 */
	public void screen(int width, int height) {
		if (width == 0) {
			this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
			return;
		}
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
	}

	/**
	 * Pretends that the user's desktop is dark or light.
	 * @param scheme {@code dark} or {@code light}, or nothing to stop to pretend
	 */
	public void prefers(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Lets the open tab load nothing from some addresses.
	 * @param patterns the addresses, with {@code *} for any characters; none to let all
	 * through again
	 */
	public void block(String... patterns) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
	}

	/**
	 * Finds a part that must be there.
	 * @param selector its CSS selector
	 * @return the part
	 */
	public WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * Returns the tabs that are open.
	 * @return the tabs
	 */
	public Set<String> tabs() {
		return this.driver.getWindowHandles();
	}

	public List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Returns what parts say, hidden ones too.
	 * @param selector the parts' CSS selector
	 * @return their texts, in the page's order
	 */
	public List<String> texts(String selector) {
		@SuppressWarnings("unchecked")
		List<String> texts = (List<String>) evaluate(
				"return [...document.querySelectorAll(arguments[0])].map((part) => part.textContent)", selector);
		return texts;
	}

	public Object evaluate(String script, Object... arguments) {
		return Objects.requireNonNull(this.driver.executeScript(script, arguments));
	}

	/**
	 * Lets axe look for what keeps people from using the page, as it is now.
	 * @param rules the rules to look at, all if there are none
	 * @return each fault with the parts of the page that have it
	 */
	public List<String> accessibilityFaults(String... rules) {
		if (!(Boolean) evaluate("return typeof axe !== 'undefined'")) {
			this.driver.executeScript(read(AXE));
		}
		@SuppressWarnings("unchecked")
		List<String> faults = (List<String>) Objects.requireNonNull(this.driver.executeAsyncScript("""
				const [rules, done] = arguments;
				axe.run((rules.length > 0) ? { runOnly: rules } : {}).then(({ violations }) => done(violations.map(
						({ id, nodes }) =>
						`${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`)),
					(error) => done([`axe failed: ${error}`]));
				""", List.of(rules)));
		return faults;
	}

	/**
	 * Waits until a part is seen.
	 * @param selector its CSS selector
	 * @return the part
	 */
	public WebElement waitFor(String selector) {
		return new WebDriverWait(this.driver, WAIT).withMessage("to see " + selector)
			// A page may put another one in its place meanwhile.
			.ignoring(StaleElementReferenceException.class)
			.until((ignored) -> findAll(selector).stream().filter(WebElement::isDisplayed).findFirst().orElse(null));
	}

	/**
	 * Returns what the browser complained of since the last call: script errors, breaches
	 * of the page's policy, failed loads.
	 * @return the complaints
	 */
	public List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Returns a picture of what the tab shows.
	 * @return the picture, as a PNG
	 */
	public byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	/**
	 * Closes all tabs but an empty one, and forgets what pages have stored.
	 */
	public void closeTabs() {
		this.driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", "*", "storageTypes", "all"));
		List<String> tabs = List.copyOf(this.driver.getWindowHandles());
		this.driver.switchTo().newWindow(WindowType.TAB);
		String empty = this.driver.getWindowHandle();
		tabs.forEach((tab) -> this.driver.switchTo().window(tab).close());
		this.driver.switchTo().window(empty);
	}

	@Override
	public void close() {
		this.driver.quit();
		try {
			FileSystemUtils.deleteRecursively(this.profile);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The build installs it with 'npm ci' in target/frontend", ex);
		}
	}

	private static Optional<File> browser() {
		return Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
			.flatMap((name) -> ChildProcess.find(name).stream())
			.findFirst();
	}

	private static Optional<File> driver() {
		return ChildProcess.find("chromedriver");
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("chromium");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
