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

package io.github.stickycluster.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testkit.Json;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program of Node that says in JSON what JavaScript clients have heard.
 */
public final class NodeProgram {

	/** From the folder of each module. */
	private static final Path FOLDER = Path.of("..", "sticky-cluster-core", "src", "test", "node");

	private NodeProgram() {
	}

	/**
	 * Runs a program to its end.
	 * @param script the name of its file
	 * @param arguments its arguments
	 * @return what it has written
	 */
	public static JsonNode run(String script, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("node", script));
		command.addAll(List.of(arguments));
		Process node = new ProcessBuilder(command).directory(FOLDER.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String written = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(node.waitFor(5, TimeUnit.SECONDS)).isTrue();
		return Json.parse(written);
	}

}
