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

package io.github.stickycluster.internal.autoconfigure;

import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Recognizes an application in a test that has the web environment without a web server,
 * as {@code @SpringBootTest} makes it by default.
 */
final class MockWebEnvironment {

	private static final boolean POSSIBLE = isPresent(
			"org.springframework.boot.web.server.context.WebServerApplicationContext")
			&& isPresent("org.springframework.web.context.WebApplicationContext");

	private MockWebEnvironment() {
	}

	/**
	 * Returns whether a context is a web application's but has no web server of its own.
	 */
	static boolean is(ApplicationContext context) {
		return POSSIBLE && Contexts.isWebWithoutServer(context);
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, MockWebEnvironment.class.getClassLoader());
	}

	/**
	 * Loaded only where the classes are there.
	 */
	private static final class Contexts {

		private static boolean isWebWithoutServer(ApplicationContext context) {
			boolean web = context instanceof WebApplicationContext || context instanceof ReactiveWebApplicationContext;
			return web && !(context instanceof WebServerApplicationContext);
		}

	}

}
