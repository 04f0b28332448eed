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

package io.github.stickycluster.test.socketio;

import java.util.List;

import io.github.stickycluster.test.engineio.EngineIoException;
import io.github.stickycluster.test.engineio.EngineIoPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SocketIoEncoder} and {@link SocketIoDecoder}, with the examples of the
 * Socket.IO specification.
 */
class SocketIoCodecTests {

	@ParameterizedTest
	@ValueSource(strings = { "0{\"token\":\"123\"}", "0/admin,{\"sid\":\"oSO0\"}", "1/admin,", "2[\"foo\"]",
			"2/admin,[\"bar\"]", "212[\"foo\"]", "3/admin,13[\"bar\"]", "4/,", "4{\"message\":\"Not authorized\"}" })
	void readsAndWritesTextPackets(String text) {
		SocketIoPacket packet = new SocketIoDecoder().add(EngineIoPacket.message(text));
		assertThat(SocketIoEncoder.encode(packet)).containsExactly(EngineIoPacket.message(text.replace("/,", "")));
	}

	@Test
	void readsAndWritesBinaryPackets() {
		ArrayNode data = JsonNodeFactory.instance.arrayNode().add("baz").add(new byte[] { 1, 2, 3 });
		data.addObject().putArray("list").add(new byte[] { 4 });
		SocketIoPacket packet = new SocketIoPacket(SocketIoPacket.Type.EVENT, "/admin", 7L, data);
		EngineIoPacket[] encoded = SocketIoEncoder.encode(packet);
		assertThat(encoded).containsExactly(
				EngineIoPacket.message("52-/admin,7[\"baz\",{\"_placeholder\":true,\"num\":0},"
						+ "{\"list\":[{\"_placeholder\":true,\"num\":1}]}]"),
				EngineIoPacket.binary(new byte[] { 1, 2, 3 }), EngineIoPacket.binary(new byte[] { 4 }));
		SocketIoDecoder decoder = new SocketIoDecoder();
		assertThat(decoder.add(encoded[0])).isNull();
		assertThat(decoder.add(encoded[1])).isNull();
		assertThat(decoder.add(encoded[2])).isEqualTo(packet);
		assertThat(decoder.add(EngineIoPacket.message("2[\"next\"]"))).isNotNull();
	}

	@Test
	void writesABinaryAckWithItsOwnDigit() {
		JsonNode data = JsonNodeFactory.instance.arrayNode().add(new byte[] { 1 });
		EngineIoPacket[] encoded = SocketIoEncoder.encode(new SocketIoPacket(SocketIoPacket.Type.ACK, "/", 3L, data));
		assertThat(encoded[0]).isEqualTo(EngineIoPacket.message("61-3[{\"_placeholder\":true,\"num\":0}]"));
		assertThat(encoded).hasSize(2);
	}

	@Test
	void leavesTheQueryOfANamespaceOut() {
		SocketIoPacket packet = new SocketIoDecoder().add(EngineIoPacket.message("0/admin?token=1,"));
		assertThat(packet).isEqualTo(SocketIoPacket.of(SocketIoPacket.Type.CONNECT, "/admin"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "9[]", "5[\"a\"]", "5-[\"a\"]", "2[\"a\"" })
	void refusesWhatIsNoPacket(String text) {
		assertThatExceptionOfType(EngineIoException.class)
			.isThrownBy(() -> new SocketIoDecoder().add(EngineIoPacket.message(text)));
	}

	@Test
	void refusesAttachmentsInTheWrongPlace() {
		List<EngineIoPacket> tooEarly = List.of(EngineIoPacket.binary(new byte[1]));
		List<EngineIoPacket> tooLate = List.of(EngineIoPacket.message("51-[\"a\",{\"_placeholder\":true,\"num\":0}]"),
				EngineIoPacket.message("2[\"b\"]"));
		List<EngineIoPacket> unknown = List.of(EngineIoPacket.message("51-[\"a\",{\"_placeholder\":true,\"num\":1}]"),
				EngineIoPacket.binary(new byte[1]));
		for (List<EngineIoPacket> messages : List.of(tooEarly, tooLate, unknown)) {
			SocketIoDecoder decoder = new SocketIoDecoder();
			assertThatExceptionOfType(EngineIoException.class).isThrownBy(() -> messages.forEach(decoder::add));
		}
	}

}
