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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StringArrayReader} and {@link StringArrayWriter}: what they do is what
 * the mapper does.
 */
class StringArrayTests {

	private static final int CASES = 20_000;

	/** What strings and broken JSON are made of. */
	private static final String[] PIECES = { "a", "echo", " ", "/", "\"", "\\", "\\n", "\\u0041", "\\ud83d", "\n", "\t",
			"\u0000", "\u001f", "\u007f", "\u0080", "\u00e9", "\u2028", "\ufeff", "\uffff", "\ud83d\ude00", "\ud83d",
			"\ude00", "[", "]", ",", "\",\"", "{", "}", ":", "1", "null" };

	private final JsonMapper plain = JsonMapper.builder().build();

	/** Does the same, but by serializers of its own, so that nothing is short. */
	private final JsonMapper longWay = with(new SimpleModule().addSerializer(String.class, new Writing(""))
		.addDeserializer(String.class, new Reading("")));

	private final Random random = new Random(7);

	@Test
	void whatIsWrittenIsWhatTheMapperWrites() {
		SocketIoJson shortJson = SocketIoJson.using(this.plain);
		SocketIoJson longJson = SocketIoJson.using(this.longWay);
		for (int i = 0; i < CASES; i++) {
			String event = this.random.nextBoolean() ? text() : null;
			List<String> arguments = this.random.ints(this.random.nextInt(4), 0, 1).mapToObj((any) -> text()).toList();
			assertThat(written(shortJson, event, arguments)).as("%s %s", event, arguments)
				.isEqualTo(written(longJson, event, arguments));
		}
	}

	@Test
	void whatIsReadIsWhatTheMapperReads() {
		PacketDecoder shortDecoder = decoder(this.plain);
		PacketDecoder longDecoder = decoder(this.longWay);
		for (int i = 0; i < CASES; i++) {
			byte[] packet = packet();
			assertThat(read(shortDecoder, packet)).as(() -> new String(packet, StandardCharsets.ISO_8859_1))
				.isEqualTo(read(longDecoder, packet));
		}
	}

	/** Large ones are read in parts, from memory that is no array. */
	@Test
	void largePacketsAreReadAsSmallOnes() {
		PacketDecoder decoder = decoder(this.plain);
		for (int i = 0; i < CASES / 100; i++) {
			String filling = text() + "\u00e9x".repeat(6_000 + this.random.nextInt(10))
					+ "~".repeat(this.random.nextInt(9_000));
			String packet = switch (this.random.nextInt(5)) {
				case 0 -> "2[\"echo\",\"" + filling + "\"]";
				case 1 -> "2[\"echo\",\"" + "~".repeat(20_000) + "\"]";
				case 2 -> "2[\"a\",\"" + filling + "\"]";
				case 3 -> "2[\"1\",{\"b\":\"" + filling + "\"}]";
				default -> "2[\"" + filling + "\"]";
			};
			byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
			if (this.random.nextInt(4) == 0) {
				bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt(256);
			}
			ByteBuf direct = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
			CompositeByteBuf composite = Unpooled.compositeBuffer(16);
			for (int from = 0; from < bytes.length; from += 7_000) {
				composite.addComponent(true,
						Unpooled.directBuffer().writeBytes(bytes, from, Math.min(7_000, bytes.length - from)));
			}
			try {
				Object expected = read(decoder, Unpooled.wrappedBuffer(bytes));
				assertThat(read(decoder, direct)).isEqualTo(expected);
				assertThat(read(decoder, composite)).isEqualTo(expected);
			}
			finally {
				direct.release();
				composite.release();
			}
		}
	}

	@Test
	void namesTheFirstStringOfALargePacket() {
		assertThat(StringArrayReader.first(json("[\"echo\",\"" + "x".repeat(1_000) + "\"]"))).isEqualTo("echo");
		assertThat(StringArrayReader.first(json("[\"" + "x".repeat(1_000) + "\"]"))).isNull();
		assertThat(StringArrayReader.first(json("[\"\\n\"]"))).isNull();
		assertThat(StringArrayReader.first(json("[1]"))).isNull();
		assertThat(StringArrayReader.first(json(""))).isNull();
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			text.append(PIECES[this.random.nextInt(PIECES.length)]);
		}
		return text.toString();
	}

	private byte[] packet() {
		StringBuilder packet = new StringBuilder("2");
		packet.append((this.random.nextInt(8) == 0) ? "7[\"" : "[\"")
			.append((this.random.nextInt(8) == 0) ? text() : "echo");
		for (int i = this.random.nextInt(4); i > 0; i--) {
			packet.append("\",\"").append(this.random.nextBoolean() ? text() : "some text");
		}
		byte[] bytes = packet.append("\"]").toString().getBytes(StandardCharsets.UTF_8);
		if (this.random.nextInt(4) == 0) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt(256);
		}
		return (this.random.nextInt(8) == 0) ? Arrays.copyOf(bytes, this.random.nextInt(bytes.length)) : bytes;
	}

	private static PacketDecoder decoder(JsonMapper mapper) {
		SocketIoJson json = SocketIoJson.using(mapper);
		json.addEventMapping("", "echo", String.class, String.class);
		json.addEventMapping("", "a", Void.class);
		json.addEventMapping("", "1", Object.class);
		return new PacketDecoder(json, EngineIoVersion.V4, 1, new PacketInterest() {

			@Override
			public String heardAs(String namespace) {
				return namespace;
			}

			@Override
			public @Nullable AckReceiver awaiting(String namespace, long id) {
				return null;
			}

		});
	}

	// The packet, or why there is none.
	private static Object read(PacketDecoder decoder, byte[] packet) {
		return read(decoder, Unpooled.wrappedBuffer(packet));
	}

	private static Object read(PacketDecoder decoder, ByteBuf packet) {
		try {
			InboundPacket read = decoder.text(packet);
			if (read instanceof InboundPacket.Event event && event.arguments().mismatch() != null) {
				return event.name() + " mismatched";
			}
			return (read != null) ? read : "awaits attachments";
		}
		catch (PacketException ex) {
			return ex.error();
		}
		finally {
			decoder.reset();
		}
	}

	private static String written(SocketIoJson json, @Nullable String event, List<?> arguments) {
		ByteBuf buffer = Unpooled.buffer();
		try {
			json.writeArguments(new ByteBufOutputStream(buffer), event, arguments, (bytes, offset, length) -> 0);
			return buffer.toString(CharsetUtil.ISO_8859_1);
		}
		catch (Exception ex) {
			return ex.getClass().getName();
		}
	}

	@Test
	void asciiIsReadTheShortWay() {
		StringArrayReader reader = new StringArrayReader(this.plain);
		assertThat(reader.read(json("[\"echo\",\"\",\"~ /\"]"))).containsExactly("echo", "", "~ /");
		assertThat(reader.read(json("[\"\"]"))).containsExactly("");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "[\"]", "[\"a\",\"]", "[\"a\" ,\"b\"]", "[\"a\"\"b\"]", "[\"a\",,\"b\"]",
			"[\"a\",1,\"b\"]", "[\"\\n\"]", "[\"\u00e9\"]", "[\"a\n\"]", "[\"a\"]]", "[\"a\"],[\"b\"]" })
	void allElseIsTheMappersToRead(String json) {
		assertThat(new StringArrayReader(this.plain).read(json(json))).isNull();
	}

	private static ByteBuf json(String json) {
		return Unpooled.copiedBuffer(json, CharsetUtil.UTF_8);
	}

	@Test
	void aLimitOfTheMappersHolds() {
		JsonMapper limited = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(20).build())
				.build())
			.build();
		String text = "x".repeat(30);
		assertThat(read(decoder(this.plain), packet(text))).isInstanceOf(InboundPacket.Event.class);
		assertThat(read(decoder(limited), packet(text))).isEqualTo("echo mismatched");
	}

	@Test
	void deserializersOfTheApplicationsHold() {
		JsonMapper own = with(new SimpleModule().addDeserializer(String.class, new Reading("!")));
		InboundPacket.Event event = (InboundPacket.Event) read(decoder(own), packet("hello"));
		assertThat(event.arguments().values()).isEqualTo(List.of("hello!"));
	}

	private static byte[] packet(String argument) {
		return ("2[\"echo\",\"" + argument + "\"]").getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void serializersAndFeaturesOfTheApplicationsHold() {
		JsonMapper own = with(new SimpleModule().addSerializer(String.class, new Writing("!")));
		JsonMapper ascii = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
		JsonMapper indented = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		Map.of(own, "[\"echo\",\"\u00e9!\"]", ascii, "[\"echo\",\"\\u00E9\"]", indented, "[ \"echo\", \"\u00e9\" ]")
			.forEach((mapper,
					json) -> assertThat(new String(SocketIoJson.using(mapper).write("echo", List.of("\u00e9")).json(),
							StandardCharsets.UTF_8))
						.isEqualTo(json));
	}

	private static JsonMapper with(SimpleModule module) {
		return JsonMapper.builder().addModule(module).build();
	}

	private static final class Reading extends StdDeserializer<String> {

		private final String suffix;

		Reading(String suffix) {
			super(String.class);
			this.suffix = suffix;
		}

		@Override
		public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
			return context.readValue(parser, CharSequence.class) + this.suffix;
		}

	}

	private static final class Writing extends StdSerializer<String> {

		private final String suffix;

		Writing(String suffix) {
			super(String.class);
			this.suffix = suffix;
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value + this.suffix);
		}

	}

}
