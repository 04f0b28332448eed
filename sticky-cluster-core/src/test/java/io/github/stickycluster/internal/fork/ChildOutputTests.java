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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.util.List;

import io.github.stickycluster.testkit.StarvedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChildOutput}.
 */
@Timeout(30)
class ChildOutputTests {

	@Test
	void linesAreRememberedAsTheyWere() throws Exception {
		assertThat(tail("printf 'one\\n\\ntwo\\r\\nthree'")).containsExactly("one", "", "two", "three");
	}

	@Test
	void aLineThatDoesNotEndIsCut() throws Exception {
		List<String> lines = tail("head -c 100000 /dev/zero | tr '\\0' x; echo; echo end");
		assertThat(lines).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(ChildOutput.LONGEST_LINE));
		assertThat(String.join("", lines)).isEqualTo("x".repeat(100_000) + "end");
	}

	@Test
	void goesOnReadingAfterALineThatThereWasNoMemoryFor() throws Exception {
		try (StarvedLog log = new StarvedLog("sticky-cluster.family-1", 1)) {
			assertThat(tail("printf 'one\\ntwo\\nthree'")).endsWith("two", "three");
			assertThat(log.failures()).isEqualTo(1);
		}
	}

	private static List<String> tail(String script) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("sh", "-c", script).start();
		ChildOutput output = ChildOutput.follow(process, "family-1");
		process.waitFor();
		return output.tail();
	}

}
