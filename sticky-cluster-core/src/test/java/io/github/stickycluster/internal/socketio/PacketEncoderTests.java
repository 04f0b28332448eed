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

package io.github.stickycluster.internal.socketio;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link PacketEncoder}.
 */
class PacketEncoderTests {

	private final PacketEncoder encoder = new PacketEncoder(SocketIoJson.using(JsonMapper.builder().build()));

	@Test
	void event() {
		assertThat(event("", null, "a", 1, null, true, Map.of("x", List.of(2))))
			.containsExactly("42[\"e\",\"a\",1,null,true,{\"x\":[2]}]");
		assertThat(event("", null)).containsExactly("42[\"e\"]");
		assertThat(event("/admin", null, "ü二")).containsExactly("42/admin,[\"e\",\"ü二\"]");
		assertThat(event("/admin", 17L, "a")).containsExactly("42/admin,17[\"e\",\"a\"]");
		assertThat(event("", 0L, "a")).containsExactly("420[\"e\",\"a\"]");
		assertThat(event("/ü", Long.MAX_VALUE)).containsExactly("42/ü,9223372036854775807[\"e\"]");
	}

	@Test
	void anEventWrittenBeforeMayBeShorterThanItsNamespace() {
		JsonPayload payload = new JsonPayload("[\"e\"]".getBytes(CharsetUtil.UTF_8), List.of());
		for (String namespace : List.of("/administration", "/ü二")) {
			assertThat(contents(PacketEncoder.event(namespace, payload, 3L, false)))
				.containsExactly("42" + namespace + ",3[\"e\"]");
		}
	}

	@Test
	void eventOfTheApplicationsTypes() {
		assertThat(event("", null, new Birthday("Ada", LocalDate.of(1815, 12, 10))))
			.containsExactly("42[\"e\",{\"name\":\"Ada\",\"on\":\"1815-12-10\"}]");
	}

	@Test
	void longEvent() {
		String text = "x".repeat(100_000);
		assertThat(event("", null, text)).containsExactly("42[\"e\",\"" + text + "\"]");
	}

	@Test
	void ack() {
		assertThat(contents(this.encoder.ack("", 5L, List.of("a", 1)))).containsExactly("435[\"a\",1]");
		assertThat(contents(this.encoder.ack("/a", 5L, List.of("a", 1)))).containsExactly("43/a,5[\"a\",1]");
		assertThat(contents(this.encoder.ack("/a", 5L, List.of(new byte[] { 9 }))))
			.containsExactly("461-/a,5[{\"_placeholder\":true,\"num\":0}]", "09");
		assertThat(contents(this.encoder.ack("", 5L, List.of()))).containsExactly("435[]");
	}

	@Test
	void binaryAtAnyDepth() {
		ByteBuf buffer = Unpooled.wrappedBuffer(new byte[] { 5, 6 });
		ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 7).put((byte) 8).flip();
		assertThat(event("", 3L, new byte[] { 1 }, Map.of("a", List.of(new byte[] { 2 })),
				new Photo("p", new byte[] { 3, 4 }), buffer, direct, new byte[0]))
			.containsExactly("456-3[\"e\"," + placeholder(0) + ",{\"a\":[" + placeholder(1)
					+ "]},{\"name\":\"p\",\"data\":" + placeholder(2) + "}," + placeholder(3) + "," + placeholder(4)
					+ "," + placeholder(5) + "]", "01", "02", "0304", "0506", "0708", "");
		assertThat(buffer.readableBytes()).isEqualTo(2);
		assertThat(buffer.refCnt()).isOne();
		buffer.release();
	}

	@Test
	void binaryIsCopied() {
		byte[] bytes = { 1, 2 };
		EncodedPacket packet = this.encoder.event("", "e", List.of(bytes), null);
		bytes[0] = 9;
		assertThat(contents(packet)).containsExactly("451-[\"e\"," + placeholder(0) + "]", "0102");
	}

	@Test
	void buffersHaveHeadroomForAFramesHead() {
		EncodedPacket packet = this.encoder.event("/admin", "e", List.of("x", new byte[] { 1, 2 }), 1L);
		assertThat(packet.text().readerIndex()).isGreaterThanOrEqualTo(EncodedPacket.TEXT_HEADROOM);
		assertThat(packet.attachments()).allSatisfy((attachment) -> assertThat(attachment.readerIndex())
			.isGreaterThanOrEqualTo(EncodedPacket.ATTACHMENT_HEADROOM));
		assertThat(packet.size()).isEqualTo(packet.text().readableBytes() + 2);
		assertThat(packet.release()).isTrue();
		assertThat(packet.text().refCnt()).isZero();
		assertThat(packet.attachments()).allMatch((attachment) -> attachment.refCnt() == 0);
	}

	@Test
	void connectOfProtocolFive() {
		UUID id = UUID.fromString("0187a5a4-0000-8000-8000-000000000001");
		assertThat(contents(this.encoder.connect(EngineIoVersion.V4, "", id)))
			.containsExactly("40{\"sid\":\"" + id + "\"}");
		assertThat(contents(this.encoder.connect(EngineIoVersion.V4, "/a", id)))
			.containsExactly("40/a,{\"sid\":\"" + id + "\"}");
		assertThat(contents(this.encoder.connectError(EngineIoVersion.V4, "/a", "No", null)))
			.containsExactly("44/a,{\"message\":\"No\"}");
		assertThat(contents(this.encoder.connectError(EngineIoVersion.V4, "", "No", Map.of("code", 1))))
			.containsExactly("44{\"message\":\"No\",\"data\":{\"code\":1}}");
	}

	@Test
	void connectOfProtocolFour() {
		assertThat(contents(this.encoder.connect(EngineIoVersion.V3, "", UUID.randomUUID()))).containsExactly("40");
		assertThat(contents(this.encoder.connect(EngineIoVersion.V3, "/a", UUID.randomUUID())))
			.containsExactly("40/a,");
		assertThat(contents(this.encoder.connectError(EngineIoVersion.V3, "/a", "No", null)))
			.containsExactly("44/a,\"No\"");
		assertThat(contents(this.encoder.connectError(EngineIoVersion.V3, "", "No", Map.of("code", 1))))
			.containsExactly("44{\"code\":1}");
	}

	@Test
	void disconnect() {
		assertThat(contents(this.encoder.disconnect(""))).containsExactly("41");
		assertThat(contents(this.encoder.disconnect("/a"))).containsExactly("41/a,");
	}

	@Test
	void argumentThatCannotBeWrittenReachesTheCallerAndLeaksNothing() {
		assertThatThrownBy(() -> event("", null, new byte[] { 1 }, new Unwritable()))
			.hasStackTraceContaining("not today");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" })
	void reservedNameReachesTheCaller(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.event("", name, List.of(), null))
			.withMessageContaining(name);
	}

	private List<String> event(String namespace, @Nullable Long ackId, @Nullable Object... arguments) {
		return contents(this.encoder.event(namespace, "e", Arrays.asList(arguments), ackId));
	}

	private static List<String> contents(EncodedPacket packet) {
		try {
			List<String> contents = new ArrayList<>();
			contents.add(packet.text().toString(CharsetUtil.UTF_8));
			packet.attachments().forEach((attachment) -> contents.add(ByteBufUtil.hexDump(attachment)));
			return contents;
		}
		finally {
			packet.release();
		}
	}

	private static String placeholder(int number) {
		return "{\"_placeholder\":true,\"num\":" + number + "}";
	}

	record Birthday(String name, LocalDate on) {
	}

	record Photo(String name, byte[] data) {
	}

	static final class Unwritable {

		@JsonProperty
		int getValue() {
			return Integer.parseInt("not today");
		}

	}

}
