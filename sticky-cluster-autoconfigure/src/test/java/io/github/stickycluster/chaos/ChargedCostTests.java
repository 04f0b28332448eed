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

package io.github.stickycluster.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.testsupport.TestJvm;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients are charged with the heap that they make a server keep.
 */
@Tag("chaos")
@Timeout(120)
class ChargedCostTests {

	private static final Percentage TOLERANCE = Percentage.withPercentage(20);

	@Test
	void chargesAreWhatIsMeasured() throws IOException {
		List<String> kinds = new ArrayList<>();
		for (String line : measure()) {
			String[] words = line.split(" ");
			if (words.length == 4 && words[0].equals(CostMeter.MARK)) {
				kinds.add(words[1]);
				assertThat(Long.parseLong(words[2])).as(line).isCloseTo(Long.parseLong(words[3]), TOLERANCE);
			}
		}
		assertThat(kinds).containsExactly("silent", "answered", "session", "fields", "lines", "pipelined");
	}

	private static List<String> measure() throws IOException {
		// A thread's buffer for new objects counts as used, whatever is in it.
		List<String> command = new ArrayList<>(TestJvm.command("-XX:-UseTLAB"));
		command.add(CostMeter.class.getName());
		Process meter = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			return new String(meter.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		finally {
			meter.destroyForcibly();
		}
	}

}
