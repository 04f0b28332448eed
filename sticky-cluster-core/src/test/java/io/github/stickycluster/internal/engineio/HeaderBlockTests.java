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

import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeaderBlock}.
 */
class HeaderBlockTests {

	@Test
	void keepsNamesAndValuesAsTheyCame() {
		HttpHeaders sent = new DefaultHttpHeaders().add("Host", "a")
			.add("host", "b")
			.add("X-Own", "\u00e9\u0080")
			.add("Cookie", "")
			.add("User-Agent", "Browser")
			.add("Cookie", "c=d");
		HttpHeaders read = HeaderBlock.unpack(HeaderBlock.pack(sent));
		assertThat(read.entries()).isEqualTo(sent.entries())
			.extracting(Map.Entry::getKey)
			.isEqualTo(List.of("Host", "host", "X-Own", "Cookie", "User-Agent", "Cookie"));
		assertThat(HeaderBlock.unpack(HeaderBlock.pack(new DefaultHttpHeaders())).entries()).isEmpty();
	}

	@Test
	void takesOneByteForANameThatBrowsersSend() {
		HttpHeaders sent = new DefaultHttpHeaders().add("Sec-WebSocket-Version", "13").add("User-Agent", "Browser");
		assertThat(HeaderBlock.pack(sent)).hasSize(1 + 3 + 1 + 8);
	}

}
