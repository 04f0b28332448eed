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

package io.github.stickycluster.test.engineio;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Payload4} and {@link Payload3}, with the examples of the Engine.IO
 * specifications.
 */
class PayloadTests {

	private static final EngineIoPacket EURO = EngineIoPacket.message("€");

	private static final EngineIoPacket BINARY = EngineIoPacket.binary(new byte[] { 1, 2, 3, 4 });

	@Test
	void writesVersion4AsTheSpecificationDoes() {
		EngineIoPacket ping = EngineIoPacket.of(EngineIoPacket.Type.PING, "");
		Payload.Body body = new Payload4().encode(List.of(EngineIoPacket.message("hello"), ping, BINARY));
		assertThat(text(body)).isEqualTo("4hello\u001e2\u001ebAQIDBA==");
	}

	@Test
	void writesVersion3AsTextAsTheSpecificationDoes() {
		Payload.Body body = new Payload3()
			.encode(List.of(EngineIoPacket.message("hello"), EURO, EngineIoPacket.message("🙂")));
		assertThat(text(body)).isEqualTo("6:4hello2:4€3:4🙂");
	}

	@Test
	void writesVersion3AsBytesAsTheSpecificationDoes() {
		Payload.Body body = new Payload3().encode(List.of(EURO, BINARY));
		assertThat(body.bytes()).containsExactly(0, 4, 255, '4', 0xe2, 0x82, 0xac, 1, 5, 255, 4, 1, 2, 3, 4);
		assertThat(body.contentType()).isEqualTo("application/octet-stream");
	}

	@Test
	void readsBinaryInTextOfVersion3() {
		assertThat(new Payload3().decode("10:b4AQIDBA==2:4€".getBytes(StandardCharsets.UTF_8))).containsExactly(BINARY,
				EURO);
	}

	@ParameterizedTest
	@EnumSource
	void readsWhatItWrites(EngineIoVersion version) {
		List<EngineIoPacket> packets = List.of(EURO, BINARY, EngineIoPacket.of(EngineIoPacket.Type.NOOP, ""));
		Payload payload = Payload.of(version);
		assertThat(payload.decode(payload.encode(packets).bytes())).isEqualTo(packets);
		assertThat(payload.decode(payload.encode(List.of(EURO)).bytes())).containsExactly(EURO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x:4a", "9:4a", "4a", "1:x" })
	void refusesWhatIsNoPayloadOfVersion3(String body) {
		assertThatExceptionOfType(EngineIoException.class)
			.isThrownBy(() -> new Payload3().decode(body.getBytes(StandardCharsets.UTF_8)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "7", "4a\u001e" })
	void refusesWhatIsNoPayloadOfVersion4(String body) {
		assertThatExceptionOfType(EngineIoException.class)
			.isThrownBy(() -> new Payload4().decode(body.getBytes(StandardCharsets.UTF_8)));
	}

	private static String text(Payload.Body body) {
		return new String(body.bytes(), StandardCharsets.UTF_8);
	}

}
