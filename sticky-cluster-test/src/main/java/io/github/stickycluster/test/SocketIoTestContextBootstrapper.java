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

package io.github.stickycluster.test;

import java.util.stream.Stream;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Gives a {@link SocketIoTest} one worker in its own process, whatever the application's
 * configuration asks for. The test's own properties come later, and win.
 */
class SocketIoTestContextBootstrapper extends TestSliceTestContextBootstrapper<SocketIoTest> {

	private static final String[] DEFAULTS = { "sticky-cluster.address=127.0.0.1", "sticky-cluster.role=all",
			"sticky-cluster.workers.count=1", "sticky-cluster.workers.mode=in-process", "sticky-cluster.bus.type=local",
			"sticky-cluster.web.forward=false", "server.shutdown=immediate" };

	@Override
	protected String[] getProperties(Class<?> testClass) {
		return Stream.of(DEFAULTS, super.getProperties(testClass)).flatMap(Stream::of).toArray(String[]::new);
	}

}
