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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineIoQuery}.
 */
class EngineIoQueryTests {

	@Test
	void readsTheParameters() {
		EngineIoQuery query = EngineIoQuery.parse("/socket.io/?EIO=4&transport=polling&sid=abc&t=x&j=3&b64=1");
		assertThat(query).isEqualTo(new EngineIoQuery("/socket.io/", "4", "polling", "abc", "3", true));
	}

	@Test
	void absentParametersAreNull() {
		assertThat(EngineIoQuery.parse("/x")).isEqualTo(new EngineIoQuery("/x", null, null, null, null, false));
		assertThat(EngineIoQuery.parse("/x?")).isEqualTo(new EngineIoQuery("/x", null, null, null, null, false));
	}

	@Test
	void theLastOfSeveralCounts() {
		assertThat(EngineIoQuery.parse("/?sid=a&sid=b").sid()).isEqualTo("b");
	}

	@Test
	void anEmptySidIsNone() {
		assertThat(EngineIoQuery.parse("/?sid=&EIO=4").sid()).isNull();
		assertThat(EngineIoQuery.parse("/?sid").sid()).isNull();
	}

	@Test
	void namesMustMatchWhole() {
		EngineIoQuery query = EngineIoQuery.parse("/?xsid=a&sidx=b&SID=c&eio=4");
		assertThat(query.sid()).isNull();
		assertThat(query.version()).isNull();
	}

	@Test
	void decodesEscapesAndLeavesMalformedOnes() {
		assertThat(EngineIoQuery.parse("/?transport=%70olling").transport()).isEqualTo("polling");
		assertThat(EngineIoQuery.parse("/?transport=%7").transport()).isEqualTo("%7");
		assertThat(EngineIoQuery.parse("/?transport=%zz").transport()).isEqualTo("%zz");
	}

	@Test
	void readsTheAbsoluteFormAndDropsTheFragment() {
		assertThat(EngineIoQuery.parse("http://host:1/socket.io/?EIO=3#?EIO=4"))
			.isEqualTo(new EngineIoQuery("/socket.io/", "3", null, null, null, false));
		assertThat(EngineIoQuery.parse("*").path()).isEqualTo("*");
		assertThat(EngineIoQuery.parse("http://host").path()).isEqualTo("http://host");
		assertThat(EngineIoQuery.parse("").path()).isEmpty();
	}

}
