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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketDecoder} and {@link PacketEncoder} with random packets; a
 * failure names the seed that repeats it.
 */
@Tag("once")
class PacketFuzzTests {

	private static final int ROUNDS = 4_000;

	private static final String[] SEEDS = { "0", "0{\"token\":\"123\"}", "0/admin,{\"a\":[1,{}]}", "0/admin?x=1,", "1",
			"1/admin,", "2[\"e\",1,\"a\",{\"b\":[true,null,1.5e3]}]", "2/admin,17[\"e\",{\"x\":\"\\u00fc\"}]",
			"317[\"a\",{\"b\":1}]", "3/admin,0[]", "4{\"message\":\"x\"}",
			"52-3[\"e\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]",
			"51-/admin,[\"e\",{\"num\":0,\"_placeholder\":true}]", "61-9[{\"_placeholder\":true,\"num\":0}]" };

	private final SocketIoJson json = SocketIoJson.using(JsonMapper.builder().build());

	private final PacketEncoder encoder = new PacketEncoder(this.json);

	private final Interest interest = new Interest();

	PacketFuzzTests() {
		this.json.addEventMapping("", "e", Object.class, Object.class, Object.class, Object.class);
		this.json.addEventMapping("/admin", "e", Typed.class, byte[].class, String.class);
	}

	@RepeatedTest(5)
	void whatIsEncodedIsDecoded(RepetitionInfo repetition) throws PacketException {
		Random random = new Random(repetition.getCurrentRepetition());
		PacketDecoder decoder = decoder(EngineIoVersion.V4);
		for (int i = 0; i < ROUNDS / 4; i++) {
			List<Object> arguments = values(random, 4, 3);
			Long ackId = (random.nextBoolean()) ? random.nextLong(1L << 53) : null;
			InboundPacket packet = decode(decoder, this.encoder.event("", "e", arguments, ackId));
			assertThat(packet).as("round " + i).isInstanceOfSatisfying(InboundPacket.Event.class, (event) -> {
				assertThat(event.ackId()).isEqualTo(ackId);
				assertThat(event.arguments().mismatch()).isNull();
				assertThat(event.arguments().values()).usingRecursiveComparison().isEqualTo(arguments);
			});
		}
	}

	@RepeatedTest(5)
	void mutatedPacketsCauseNothingButARefusal(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < ROUNDS; i++) {
			byte[] packet = mutate(SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.UTF_8), random);
			feed(random, packet);
		}
	}

	@RepeatedTest(5)
	void randomBytesCauseNothingButARefusal(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < ROUNDS; i++) {
			byte[] packet = new byte[random.nextInt(40)];
			random.nextBytes(packet);
			if (packet.length > 0 && random.nextBoolean()) {
				packet[0] = (byte) ('0' + random.nextInt(7));
			}
			feed(random, packet);
		}
	}

	private void feed(Random random, byte[] packet) {
		PacketDecoder decoder = decoder((random.nextBoolean()) ? EngineIoVersion.V4 : EngineIoVersion.V3);
		ByteBuf buffer = (random.nextBoolean()) ? ByteBufAllocator.DEFAULT.directBuffer()
				: ByteBufAllocator.DEFAULT.heapBuffer();
		try {
			buffer.writeBytes(packet);
			InboundPacket decoded = decoder.text(buffer);
			for (int i = 0; i < 12 && decoded == null; i++) {
				decoded = decoder.binary(buffer);
			}
			assertThat(decoded).isNotNull();
		}
		catch (PacketException ex) {
			assertThat(ex.error()).isNotNull();
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError("Packet " + ByteBufUtil.hexDump(packet), ex);
		}
		finally {
			assertThat(buffer.refCnt()).isOne();
			buffer.release();
		}
	}

	private static byte[] mutate(byte[] packet, Random random) {
		byte[] mutated = packet.clone();
		for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
			mutated = mutateOnce(mutated, random.nextInt(mutated.length), random);
		}
		return mutated;
	}

	private static byte[] mutateOnce(byte[] packet, int at, Random random) {
		return switch (random.nextInt(5)) {
			case 0 -> with(packet, at, (byte) random.nextInt(256));
			case 1 -> with(packet, at, (byte) "[]{}\",:-/0123456789".charAt(random.nextInt(19)));
			case 2 -> Arrays.copyOf(packet, at);
			case 3 -> splice(packet, at, packet, random.nextInt(packet.length));
			default -> splice(packet, at, packet, at + 1);
		};
	}

	private static byte[] with(byte[] packet, int at, byte value) {
		packet[at] = value;
		return packet;
	}

	private static byte[] splice(byte[] head, int to, byte[] tail, int from) {
		byte[] spliced = Arrays.copyOf(head, to + tail.length - from);
		System.arraycopy(tail, from, spliced, to, tail.length - from);
		return spliced;
	}

	private PacketDecoder decoder(EngineIoVersion version) {
		return new PacketDecoder(this.json, version, 10, this.interest);
	}

	private static @Nullable InboundPacket decode(PacketDecoder decoder, EncodedPacket packet) throws PacketException {
		try {
			InboundPacket decoded = decoder
				.text(packet.text().slice(packet.text().readerIndex() + 1, packet.text().readableBytes() - 1));
			for (ByteBuf attachment : packet.attachments()) {
				assertThat(decoded).isNull();
				decoded = decoder.binary(attachment);
			}
			return decoded;
		}
		finally {
			packet.release();
		}
	}

	private static List<Object> values(Random random, int most, int depth) {
		List<Object> values = new ArrayList<>();
		for (int i = random.nextInt(most + 1); i > 0; i--) {
			values.add(value(random, depth));
		}
		return values;
	}

	private static @Nullable Object value(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 8 : 6)) {
			case 0 -> null;
			case 1 -> random.nextBoolean();
			case 2 -> random.nextInt();
			case 3 -> random.nextDouble();
			case 4 -> string(random);
			case 5 -> (random.nextInt(5) == 0) ? bytes(random) : "text";
			case 6 -> values(random, 3, depth - 1);
			default -> map(random, depth - 1);
		};
	}

	private static byte[] bytes(Random random) {
		byte[] bytes = new byte[random.nextInt(9)];
		random.nextBytes(bytes);
		return bytes;
	}

	private static String string(Random random) {
		StringBuilder text = new StringBuilder();
		random.ints(random.nextInt(12), 0, 0x11000)
			.filter((character) -> character < 0xD800 || character > 0xDFFF)
			.forEach(text::appendCodePoint);
		return text.toString();
	}

	private static Map<String, Object> map(Random random, int depth) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (Object value : values(random, 3, depth)) {
			map.put("k" + string(random), value);
		}
		return map;
	}

	record Typed(String x, @Nullable List<Integer> b) {
	}

	private static final class Interest implements PacketInterest {

		@Override
		public String heardAs(String namespace) {
			return namespace;
		}

		@Override
		public AckReceiver awaiting(String namespace, long id) {
			return new TestReceiver(Object.class);
		}

	}

}
