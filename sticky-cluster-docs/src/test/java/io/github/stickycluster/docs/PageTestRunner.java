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

package io.github.stickycluster.docs;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs tests that a page shows.
 */
final class PageTestRunner {

	private PageTestRunner() {
	}

	/**
	 * Runs test classes, whose tests must all pass.
	 * @param directory where the page's compiled examples are
	 * @param tests how many tests they have
	 * @param names the classes' names
	 */
	static void run(Path directory, int tests, String... names) throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() },
				PageTestRunner.class.getClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
			for (String name : names) {
				request.selectors(DiscoverySelectors.selectClass(loader.loadClass(name)));
			}
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			LauncherFactory.create().execute(request.build(), listener);
			TestExecutionSummary summary = listener.getSummary();
			assertThat(summary.getFailures()).extracting(TestExecutionSummary.Failure::getException).isEmpty();
			assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

}
