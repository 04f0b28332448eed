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

package io.github.stickycluster.internal.budget;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.stickycluster.testsupport.Footprint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what is read from JSON is estimated near what it takes, measured.
 */
class ParsedCostTests {

	private static final int ELEMENTS = 10_000;

	private static final int TIMES = 20;

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[[[[[]]]]]", "1.5", "{\"a\":1}", "{\"name\":\"x\",\"count\":2,\"c\":\"dd\"}",
			"\"x\"", "\"a text of a few words\"" })
	void estimatesWhatIsReadFromJson(String element) {
		String text = Stream.generate(() -> element).limit(ELEMENTS).collect(Collectors.joining(",", "[", "]"));
		ByteBuf json = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
		for (Class<?> type : List.of(Object.class, JsonNode.class)) {
			List<Object> kept = new ArrayList<>(TIMES);
			Footprint taken = Footprint.of(() -> {
				for (int i = 0; i < TIMES; i++) {
					kept.add(JsonMapper.shared().readValue(text, type));
				}
			});
			double ratio = (double) Costs.parsed(json) * kept.size() / taken.heap();
			assertThat(ratio).as("%s as %s", element, type).isBetween(0.6, 2.5);
		}
	}

}
