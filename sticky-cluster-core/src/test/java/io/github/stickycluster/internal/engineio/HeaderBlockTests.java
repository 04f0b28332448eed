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

package io.github.stickycluster.internal.engineio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Interner;
import io.github.stickycluster.testsupport.Footprint;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeaderBlock}.
 */
class HeaderBlockTests {

	private final Interner<String> commons = Interner.newWeakInterner();

	@Test
	void keepsNamesAndValuesAsTheyCame() {
		HttpHeaders sent = new DefaultHttpHeaders().add("Host", "a")
			.add("User-Agent", "Browser")
			.add("host", "b")
			.add("X-Own", "\u00e9\u0080")
			.add("Cookie", "")
			.add("Cookie", "c=d");
		HttpHeaders read = HeaderBlock.of(sent, this.commons).unpack();
		assertThat(read.entries()).isEqualTo(sent.entries())
			.extracting(Map.Entry::getKey)
			.isEqualTo(List.of("Host", "User-Agent", "host", "X-Own", "Cookie", "Cookie"));
		assertThat(HeaderBlock.of(new DefaultHttpHeaders(), this.commons).unpack().entries()).isEmpty();
	}

	@Test
	void eachNameThatClientsSendIsUnpackedAsItIs() {
		HttpHeaders sent = new DefaultHttpHeaders();
		for (String name : HeaderBlock.NAMES) {
			sent.add(name, "value of " + name);
		}
		assertThat(HeaderBlock.of(sent, this.commons).unpack().entries()).isEqualTo(sent.entries());
	}

	@Test
	void takesOneByteForANameThatBrowsersSend() {
		HttpHeaders sent = new DefaultHttpHeaders().add("Sec-WebSocket-Version", "13").add("User-Agent", "Browser");
		assertThat(cost(sent) - cost(new DefaultHttpHeaders())).isEqualTo(1 + 3 + 1 + 8);
	}

	@Test
	void keepsWhatIsCommonToClientsOnce() {
		String agent = "A browser of which there are many";
		Footprint.warmUp(() -> blocks(agent, 1_000));
		List<HeaderBlock> kept = new ArrayList<>();
		Footprint taken = Footprint.of(() -> kept.addAll(blocks(agent.repeat(100), 1_000)));
		assertThat(kept).hasSize(1_000).allSatisfy((block) -> assertThat(block.cost()).isGreaterThan(3_300));
		assertThat(taken.heap()).isLessThan(1_000 * 150L);
	}

	private List<HeaderBlock> blocks(String agent, int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> new DefaultHttpHeaders().add("User-Agent", agent)
				.add("Sec-WebSocket-Key", "key " + number))
			.map((headers) -> HeaderBlock.of(headers, this.commons))
			.toList();
	}

	private int cost(HttpHeaders headers) {
		return HeaderBlock.of(headers, this.commons).cost();
	}

}
