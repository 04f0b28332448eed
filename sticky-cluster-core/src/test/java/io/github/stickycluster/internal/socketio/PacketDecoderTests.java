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

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.testsupport.Footprint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PacketDecoder}.
 */
class PacketDecoderTests {

	private final SocketIoJson json = SocketIoJson.using(JsonMapper.builder().build());

	private final PacketDecoder decoder = decoder(EngineIoVersion.V4, null);

	private PacketDecoder decoder(EngineIoVersion version, @Nullable AckReceiver callback) {
		return decoder(this.json, version, callback);
	}

	private static PacketDecoder decoder(SocketIoJson json, EngineIoVersion version, @Nullable AckReceiver callback) {
		return decoder(json, version, callback, Long.MAX_VALUE);
	}

	private static PacketDecoder decoder(SocketIoJson json, EngineIoVersion version, @Nullable AckReceiver callback,
			long packetLimit) {
		return new PacketDecoder(json, version, 10, new PacketInterest() {

			@Override
			public long packetLimit() {
				return packetLimit;
			}

			@Override
			public @Nullable String heardAs(String namespace) {
				return namespace.equals("/elsewhere") ? null : namespace;
			}

			@Override
			public @Nullable AckReceiver awaiting(String namespace, long id) {
				return callback;
			}

		});
	}

	private static @Nullable InboundPacket text(PacketDecoder decoder, String packet) throws PacketException {
		return text(decoder, packet.getBytes(StandardCharsets.UTF_8));
	}

	private static @Nullable InboundPacket text(PacketDecoder decoder, byte[] packet) throws PacketException {
		ByteBuf direct = ByteBufAllocator.DEFAULT.directBuffer().writeBytes(packet);
		try {
			InboundPacket decoded = decoder.text(direct);
			assertThat(direct.readableBytes()).isEqualTo(packet.length);
			assertThat(direct.refCnt()).isOne();
			return decoded;
		}
		finally {
			direct.release();
		}
	}

	private static @Nullable InboundPacket binary(PacketDecoder decoder, int... bytes) throws PacketException {
		ByteBuf direct = ByteBufAllocator.DEFAULT.directBuffer();
		try {
			IntStream.of(bytes).forEach(direct::writeByte);
			return decoder.binary(direct);
		}
		finally {
			direct.release();
		}
	}

	private InboundPacket.Event event(String packet) throws PacketException {
		InboundPacket decoded = text(this.decoder, packet);
		assertThat(decoded).isInstanceOf(InboundPacket.Event.class);
		return (InboundPacket.Event) decoded;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "0 | ''", "0/, | ''", "0/ | ''", "0/admin | /admin", "0/admin, | /admin",
			"0/admin?a=b | /admin?a=b", "0/ünï/二, | /ünï/二", "07 | ''" })
	void connectNamesItsNamespace(String packet, String namespace) throws PacketException {
		assertConnects(text(this.decoder, packet), namespace, Map.of());
	}

	@Test
	void connectCarriesAnObject() throws PacketException {
		assertConnects(text(this.decoder, "0{\"token\":\"123\",\"n\":{\"a\":[1]}}"), "",
				Map.of("token", "123", "n", Map.of("a", List.of(1))));
		assertConnects(text(this.decoder, "0/admin,{\"token\":\"ü\"}"), "/admin", Map.of("token", "ü"));
		String objects = IntStream.range(0, 900).mapToObj((i) -> ",\"ü" + i + "\":{}").collect(Collectors.joining());
		Map<String, Object> many = IntStream.range(0, 900)
			.boxed()
			.collect(Collectors.toMap((i) -> "ü" + i, (i) -> Map.of()));
		assertConnects(text(this.decoder, "0{" + objects.substring(1) + "}"), "", many);
	}

	@Test
	void connectOfProtocolFourCarriesAQuery() throws PacketException {
		PacketDecoder four = decoder(EngineIoVersion.V3, null);
		assertConnects(text(four, "0/admin?token=a%20b&x=1&x=2,"), "/admin", Map.of("token", "a b", "x", "2"));
		assertConnects(text(four, "0/?token=1"), "", Map.of("token", "1"));
		assertConnects(text(four, "0"), "", Map.of());
		String query = IntStream.range(0, 900).mapToObj((i) -> "&ü" + i + "=%20").collect(Collectors.joining());
		Map<String, Object> many = IntStream.range(0, 900)
			.boxed()
			.collect(Collectors.toMap((i) -> "ü" + i, (i) -> " "));
		assertConnects(text(four, "0/?" + query.substring(1)), "", many);
	}

	/** What is kept is the same as what was read, small or large. */
	private static void assertConnects(@Nullable InboundPacket packet, String namespace, Map<String, Object> auth) {
		assertThat(packet).isInstanceOfSatisfying(InboundPacket.Connect.class, (connect) -> {
			assertThat(connect.namespace()).isEqualTo(namespace);
			assertThat(connect.auth()).isEqualTo(auth);
			assertThat(connect.payload().objects()).isEqualTo(auth);
		});
	}

	@Test
	void propertyNamesAreNotKept() throws PacketException {
		this.json.addEventMapping("", "e", Map.class);
		sendNames(0);
		Footprint kept = Footprint.of(() -> IntStream.range(1, 400).forEach(this::sendNames));
		assertThat(kept.heap()).isLessThan(2_000_000);
	}

	private void sendNames(int number) {
		String name = number + "n".repeat(1_500);
		try {
			text(this.decoder, "2[\"e\",{\"a" + name + "\":1,\"b" + name + "\":1}]");
			text(this.decoder, "2[\"unheard\",{\"c" + name + "\":1}]");
			text(this.decoder, "51-[\"e\",{\"d" + name + "\":{\"_placeholder\":true,\"num\":0}}]");
			binary(this.decoder, 1);
			text(this.decoder, "0{\"e" + name + "\":1}");
		}
		catch (PacketException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,''", "'1/admin,',/admin", "1/admin,/admin" })
	void disconnect(String packet, String namespace) throws PacketException {
		assertThat(text(this.decoder, packet)).isEqualTo(new InboundPacket.Disconnect(namespace));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "2[\"e\"] | '' | ", "20[\"e\"] | '' | 0", "2/a,[\"e\"] | /a | ",
			"2/a,17[\"e\"] | /a | 17", "2007[\"e\"] | '' | 7", "29007199254740991[\"e\"] | '' | 9007199254740991" })
	void eventHead(String packet, String namespace, @Nullable Long ackId) throws PacketException {
		InboundPacket.Event event = event(packet);
		assertThat(event.name()).isEqualTo("e");
		assertThat(event.namespace()).isEqualTo(namespace);
		assertThat(event.ackId()).isEqualTo(ackId);
	}

	@Test
	void eventArgumentsHaveTheListenersTypes() throws PacketException {
		this.json.addEventMapping("", "e", String.class, Person.class, int.class, Object.class);
		InboundPacket.Event event = event(
				"2[\"e\",\"häl\\u00e4\",{\"name\":\"Ada\",\"born\":\"1815-12-10\"},7,{\"x\":[true]}]");
		assertThat(event.arguments().mismatch()).isNull();
		assertThat(event.arguments().values()).containsExactly("hälä", new Person("Ada", LocalDate.of(1815, 12, 10)), 7,
				Map.of("x", List.of(true)));
	}

	@Test
	void surplusArgumentsAreIgnoredAndMissingOnesAreMissing() throws PacketException {
		this.json.addEventMapping("", "e", String.class, Integer.class);
		assertThat(event("2[\"e\",\"a\",1,{\"deep\":[[]]},2]").arguments().values()).containsExactly("a", 1);
		assertThat(event("2[\"e\",\"a\"]").arguments().values()).containsExactly("a");
		assertThat(event("2[\"e\"]").arguments().values()).isEmpty();
		assertThat(event("2[\"e\",null,3]").arguments().values()).containsExactly(null, 3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2["e","a"]                         | 0
			2["e","a","b"]                     | 1
			2["e","a",1,{"deep":[[2],{}]},[3]] | 3
			2["e",null,[],{"x":{"y":[]}}]      | 2
			2["e"]                             | 0
			2["nobody","a","b"]                | 0
			2["e",{},"b"]                      | 0""")
	void surplusArgumentsAreCounted(String packet, int surplus) throws PacketException {
		this.json.addEventMapping("", "e", String.class);
		assertThat(event(packet).arguments().surplus()).isEqualTo(surplus);
	}

	@Test
	void surplusArgumentsBesideAnAttachmentAreCounted() throws PacketException {
		this.json.addEventMapping("", "e", byte[].class);
		text(this.decoder, "51-[\"e\",{\"_placeholder\":true,\"num\":0},{\"a\":1},\"b\"]");
		assertThat(binary(this.decoder, 1)).isInstanceOfSatisfying(InboundPacket.Event.class,
				(event) -> assertThat(event.arguments().surplus()).isEqualTo(2));
	}

	@Test
	void argumentOfNoInterestIsSkipped() throws PacketException {
		this.json.addEventMapping("", "e", Void.class);
		assertThat(event("2[\"e\",{\"a\":[1,2]}]").arguments().values()).isEmpty();
	}

	@Test
	void eventWithoutListenerIsCheckedAndNotRead() throws PacketException {
		InboundPacket.Event event = event("2[\"nobody\",{\"a\":[1,2]},\"x\"]");
		assertThat(event.arguments()).isSameAs(InboundPacket.Arguments.UNREAD);
		assertRefused("2[\"nobody\",{\"a\":[1,2}]", PacketError.PAYLOAD);
	}

	@Test
	void eventOfANamespaceNotConnectedIsNotRead() throws PacketException {
		this.json.addEventMapping("/elsewhere", "e", Person.class);
		assertThat(event("2/elsewhere,[\"e\",{\"name\":1}]").arguments()).isSameAs(InboundPacket.Arguments.UNREAD);
	}

	@Test
	void numberMayNameAnEvent() throws PacketException {
		assertThat(event("2[17,\"a\"]").name()).isEqualTo("17");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":1,\"born\":\"x\"}", "[]", "\"text\"", "{\"name\":\"a\",\"born\":{}}" })
	void argumentsThatDoNotFitAreAMismatch(String argument) throws PacketException {
		this.json.addEventMapping("", "e", Person.class, String.class);
		InboundPacket.Event event = event("2[\"e\"," + argument + ",\"rest\",[{}]]");
		assertThat(event.arguments().mismatch()).isNotNull();
		assertThat(event.arguments().values()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "99999999999", "3000000000", "null" })
	void numbersThatDoNotFitAreAMismatch(String number) throws PacketException {
		this.json.addEventMapping("", "e", int.class);
		assertThat(event("2[\"e\"," + number + "]").arguments().mismatch()).isNotNull();
	}

	@Test
	void brokenJsonAfterAMismatchIsRefused() {
		this.json.addEventMapping("", "e", Person.class);
		assertRefused("2[\"e\",{\"name\":[],\"born\":}]", PacketError.PAYLOAD);
		assertRefused("2[\"e\",[]", PacketError.PAYLOAD);
		assertRefused("2[\"e\",[]]]", PacketError.PAYLOAD);
		assertRefused("2[\"e\",[]][\"e\"]", PacketError.PAYLOAD);
	}

	@Test
	void throwingConstructorIsAMismatch() throws PacketException {
		this.json.addEventMapping("", "e", Picky.class);
		assertThat(event("2[\"e\",{\"value\":\"x\"}]").arguments().mismatch()).isNotNull();
	}

	@Test
	void ack() throws PacketException {
		assertThat(text(decoder(EngineIoVersion.V4, null), "312[\"a\"]"))
			.isEqualTo(new InboundPacket.Ack("", 12, InboundPacket.Arguments.UNREAD));
		assertThat(text(decoder(EngineIoVersion.V4, callback(Integer.class)), "3/a,0[5,6]"))
			.isEqualTo(new InboundPacket.Ack("/a", 0, new InboundPacket.Arguments(List.of(5))));
		assertThat(text(decoder(EngineIoVersion.V4, callback(Integer.class)), "30[]"))
			.isEqualTo(new InboundPacket.Ack("", 0, new InboundPacket.Arguments(List.of())));
		assertThat(text(decoder(EngineIoVersion.V4, new TestReceiver(String.class, Integer.class)), "31[\"a\",6,7]"))
			.isEqualTo(new InboundPacket.Ack("", 1, new InboundPacket.Arguments(List.of("a", 6))));
	}

	@Test
	void binaryEvent() throws PacketException {
		this.json.addEventMapping("/a", "e", byte[].class, Map.class, ByteBuf.class, ByteBuffer.class, Holder.class);
		assertThat(text(this.decoder,
				"54-/a,5[\"e\",{\"_placeholder\":true,\"num\":0},{\"x\":[{\"num\":1,\"_placeholder\":true}]},"
						+ "{\"_placeholder\":true,\"num\":2},{\"_placeholder\":true,\"num\":2},"
						+ "{\"data\":{\"_placeholder\":true,\"num\":3}}]"))
			.isNull();
		assertThat(binary(this.decoder, 1, 2)).isNull();
		assertThat(binary(this.decoder, 3)).isNull();
		assertThat(binary(this.decoder)).isNull();
		InboundPacket decoded = binary(this.decoder, 255);
		assertThat(decoded).isInstanceOfSatisfying(InboundPacket.Event.class, (event) -> {
			assertThat(event.arguments().mismatch()).isNull();
			assertThat(event.ackId()).isEqualTo(5);
			List<Object> values = event.arguments().values();
			assertThat(values.get(0)).isEqualTo(new byte[] { 1, 2 });
			assertThat(((Map<?, ?>) values.get(1)).get("x")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsExactly(new byte[] { 3 });
			assertThat(values.get(2)).isEqualTo(Unpooled.EMPTY_BUFFER);
			assertThat(values.get(3)).isEqualTo(ByteBuffer.allocate(0));
			assertThat(((Holder) values.get(4)).data()).containsExactly(-1);
		});
		assertThat(event("2[\"x\"]").name()).isEqualTo("x");
	}

	@Test
	void binaryAck() throws PacketException {
		PacketDecoder waiting = decoder(EngineIoVersion.V3, callback(byte[].class));
		assertThat(text(waiting, "61-9[{\"_placeholder\":true,\"num\":0}]")).isNull();
		assertThat(binary(waiting, 7)).isInstanceOfSatisfying(InboundPacket.Ack.class,
				(ack) -> assertThat(ack.arguments().values()).containsExactly(new byte[] { 7 }));
	}

	@ParameterizedTest
	@ValueSource(strings = { "51-[\"nobody\",{\"_placeholder\":true,\"num\":0}]",
			"51-/elsewhere,[\"e\",{\"_placeholder\":true,\"num\":0}]", "61-/elsewhere,0[]" })
	void binaryPacketOfNoInterestIsAwaitedAndNotRead(String packet) throws PacketException {
		this.json.addEventMapping("/elsewhere", "e", byte[].class);
		assertThat(text(this.decoder, packet)).isNull();
		InboundPacket decoded = binary(this.decoder, 1, 2);
		assertThat((decoded instanceof InboundPacket.Event event) ? event.arguments()
				: ((InboundPacket.Ack) decoded).arguments())
			.isSameAs(InboundPacket.Arguments.UNREAD);
		assertThat(event("2[\"e\"]").name()).isEqualTo("e");
	}

	@Test
	void binaryPacketWithoutAttachmentsIsComplete() throws PacketException {
		this.json.addEventMapping("", "e", String.class);
		assertThat(event("50-[\"e\",\"a\"]").arguments().values()).containsExactly("a");
		assertThat(event("2[\"e\",\"a\"]").arguments().values()).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(classes = { byte[].class, ByteBuffer.class, ByteBuf.class, Holder.class, BigInteger.class,
			JacksonThrower.class, Endless.class, Closer.class, AssertionThrower.class })
	void whateverReadingATypeThrowsTheJsonIsNotBroken(Class<?> type) throws PacketException {
		this.json.addEventMapping("", "e", type);
		PacketDecoder awaiting = decoder(EngineIoVersion.V4, callback(type));
		for (String value : List.of("\"x\"", "{\"data\":\"x\"}", "1e1000000")) {
			assertThat(event("2[\"e\"," + value + ",{\"deep\":[[]]}]").arguments().mismatch()).as(value).isNotNull();
			assertThat(text(awaiting, "37[" + value + "]")).isInstanceOfSatisfying(InboundPacket.Ack.class,
					(ack) -> assertThat(ack.arguments().mismatch()).as(value).isNotNull());
			assertRefused("2[\"e\"," + value + ",{\"deep\":]]", PacketError.PAYLOAD);
			assertRefused("2[\"e\"," + value + "]x", PacketError.PAYLOAD);
		}
	}

	@Test
	void aMapperThatIsStricterThanJsonBreaksNone() throws PacketException {
		SocketIoJson strict = SocketIoJson
			.using(JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build());
		strict.addEventMapping("", "e", JsonNode.class, byte[].class);
		PacketDecoder decoder = decoder(strict, EngineIoVersion.V4, null);
		String twice = "{\"a\":1,\"a\":2}";
		assertThat(text(decoder, "2[\"e\"," + twice + "]")).isInstanceOfSatisfying(InboundPacket.Event.class,
				(event) -> assertThat(event.arguments().mismatch()).isNotNull());
		assertThat(text(decoder, "51-[\"e\"," + twice + ",{\"_placeholder\":true,\"num\":0}]")).isNull();
		assertThat(binary(decoder, 1)).isInstanceOfSatisfying(InboundPacket.Event.class,
				(event) -> assertThat(event.arguments().values()).last().isEqualTo(new byte[] { 1 }));
	}

	@Test
	void anAuthPayloadThatTheMapperDoesNotReadIsNoBrokenOne() throws PacketException {
		SocketIoJson picky = SocketIoJson.using(JsonMapper.builder()
			.addModule(new SimpleModule().addDeserializer(Object.class, new JacksonThrower.Deserializer<>()))
			.build());
		PacketDecoder decoder = decoder(picky, EngineIoVersion.V4, null);
		assertThat(text(decoder, "0{\"token\":1}")).isInstanceOf(InboundPacket.Connect.class);
		PacketException ex = catchThrowableOfType(PacketException.class, () -> text(decoder, "0{\"token\":1]"));
		assertThat(ex.error()).isEqualTo(PacketError.PAYLOAD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"e\",%s]", "2[\"nobody\",%s]", "2[\"e\"%s]", "31[%s]", "51-[\"e\",%s]", "61-1[%s]" })
	void refusesAPayloadThatWouldBecomeTooManyObjects(String packet) throws PacketException {
		this.json.addEventMapping("", "e", Object.class);
		String separator = packet.contains("\"%s") ? ",\"\"" : "{},";
		String objects = separator.repeat(1_000) + (packet.contains("\"%s") ? "" : "0");
		PacketDecoder limited = decoder(this.json, EngineIoVersion.V4, callback(Object.class), 50_000);
		PacketException ex = catchThrowableOfType(PacketException.class,
				() -> text(limited, String.format(packet, objects)));
		assertThat(ex.error()).isEqualTo(PacketError.PARSED_SIZE);
		assertThat(text(limited, "2[\"e\",\"" + "x".repeat(40_000) + "\"]")).isNotNull();
	}

	@Test
	void placeholderOfATextEventIsAnObjectLikeAnyOther() throws PacketException {
		this.json.addEventMapping("", "e", Map.class);
		assertThat(event("2[\"e\",{\"_placeholder\":true,\"num\":0}]").arguments().values())
			.containsExactly(Map.of("_placeholder", true, "num", 0));
		this.json.removeEventMapping("", "e");
		this.json.addEventMapping("", "e", byte[].class);
		assertThat(event("2[\"e\",{\"_placeholder\":true,\"num\":0}]").arguments().mismatch()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "`` | TYPE", "a | TYPE", "abc | TYPE", "7[] | TYPE",
			"9 | TYPE", "-1 | TYPE", "` 0` | TYPE", "\u0662[\"e\"] | TYPE", "4 | OUT_OF_PLACE",
			"4{\"message\":\"x\"} | OUT_OF_PLACE", "0[] | PAYLOAD", "0\"x\" | PAYLOAD", "0true | PAYLOAD",
			"0{ | PAYLOAD", "0{}x | PAYLOAD", "0{}{} | PAYLOAD", "0abc | PAYLOAD", "0,{} | PAYLOAD", "1{} | PAYLOAD",
			"1[] | PAYLOAD", "1x | PAYLOAD", "1,  | PAYLOAD", "2 | PAYLOAD", "2{} | PAYLOAD", "2\"e\" | PAYLOAD",
			"2[ | PAYLOAD", "2[] | EVENT_NAME", "2[\"e\" | PAYLOAD", "2[\"e\"]] | PAYLOAD", "2[\"e\"]x | PAYLOAD",
			"2[\"e\",] | PAYLOAD", "2[\"e\",{]] | PAYLOAD", "2[\"e\",'a'] | PAYLOAD", "2[\"e\",NaN] | PAYLOAD",
			"2[\"e\",01] | PAYLOAD", "2[\"e\",\"\t\"] | PAYLOAD", "2abc[\"e\"] | PAYLOAD", "2-1[\"e\"] | PAYLOAD",
			"21.5[\"e\"] | PAYLOAD", "2 [\"e\"] | PAYLOAD", "2/a[\"e\"] | PAYLOAD", "2/a | PAYLOAD",
			"2[{}] | EVENT_NAME", "2[[\"e\"]] | EVENT_NAME", "2[null] | EVENT_NAME", "2[true] | EVENT_NAME",
			"2[\"connect\"] | EVENT_NAME", "2[\"connect_error\"] | EVENT_NAME", "2[\"disconnect\"] | EVENT_NAME",
			"2[\"disconnecting\"] | EVENT_NAME", "2[\"newListener\"] | EVENT_NAME",
			"2[\"removeListener\"] | EVENT_NAME", "29007199254740992[\"e\"] | ACK_ID",
			"299999999999999999999999[\"e\"] | ACK_ID", "3[] | ACK_ID", "3/a,[] | ACK_ID", "30 | PAYLOAD",
			"30{} | PAYLOAD", "30[ | PAYLOAD", "30[]] | PAYLOAD", "5[\"e\"] | ATTACHMENT_COUNT",
			"5-[\"e\"] | ATTACHMENT_COUNT", "51[\"e\"] | ATTACHMENT_COUNT", "51 | ATTACHMENT_COUNT",
			"5x-[\"e\"] | ATTACHMENT_COUNT", "51.0-[\"e\"] | ATTACHMENT_COUNT", "5-1-[\"e\"] | ATTACHMENT_COUNT",
			"511-[\"e\"] | TOO_MANY_ATTACHMENTS", "599999999999999999999-[\"e\"] | TOO_MANY_ATTACHMENTS",
			"51-{} | PAYLOAD", "51- | PAYLOAD", "51-[\"e\" | PAYLOAD", "51-[\"e\"]x | PAYLOAD", "51-[] | EVENT_NAME",
			"51-[1.5,] | PAYLOAD", "51-[{}] | EVENT_NAME", "51-[\"connect\"] | EVENT_NAME",
			"51-[\"e\",{\"_placeholder\":true,\"num\":1}] | PLACEHOLDER",
			"51-[\"e\",{\"_placeholder\":true,\"num\":-1}] | PLACEHOLDER",
			"51-[\"e\",{\"_placeholder\":true,\"num\":0.5}] | PLACEHOLDER",
			"51-[\"e\",{\"_placeholder\":true,\"num\":\"0\"}] | PLACEHOLDER",
			"51-[\"e\",{\"_placeholder\":true,\"num\":4294967296}] | PLACEHOLDER",
			"51-[\"e\",{\"_placeholder\":true}] | PLACEHOLDER",
			"51-[\"e\",{\"a\":[{\"_placeholder\":true,\"num\":7}]}] | PLACEHOLDER",
			"61-0[{\"_placeholder\":true,\"num\":7}] | PLACEHOLDER", "6[] | ATTACHMENT_COUNT", "61-[] | ACK_ID" })
	void malformed(String packet, PacketError error) {
		this.json.addEventMapping("", "e", Object.class);
		assertRefused(packet, error);
	}

	@Test
	void attachmentOutOfPlace() throws PacketException {
		PacketException ex = catchThrowableOfType(PacketException.class, () -> binary(this.decoder, 1));
		assertThat(ex.error()).isEqualTo(PacketError.UNEXPECTED_BINARY);
		text(this.decoder, "51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
		assertRefused("2[\"e\"]", PacketError.UNEXPECTED_TEXT);
	}

	@Test
	void attachmentTooMany() throws PacketException {
		text(this.decoder, "51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(binary(this.decoder, 1)).isNotNull();
		PacketException ex = catchThrowableOfType(PacketException.class, () -> binary(this.decoder, 1));
		assertThat(ex.error()).isEqualTo(PacketError.UNEXPECTED_BINARY);
	}

	@Test
	void oneAttachmentStandsForNoMoreThanAPacketMayHave() throws PacketException {
		this.json.addEventMapping("", "e", List.class);
		String placeholder = ",{\"_placeholder\":true,\"num\":0}";
		assertRefused("51-[\"e\"" + placeholder.repeat(11) + "]", PacketError.TOO_MANY_ATTACHMENTS);
		assertThat(text(this.decoder, "51-[\"e\"" + placeholder.repeat(10) + "]")).isNull();
		assertThat(binary(this.decoder, 1)).isNotNull();
	}

	@Test
	void nestingIsBounded() throws PacketException {
		this.json.addEventMapping("", "e", Object.class);
		assertThat(event("2[\"e\"," + "[".repeat(100) + "]".repeat(100) + "]").arguments().mismatch()).isNull();
		assertRefused("2[\"e\"," + "[".repeat(1_000) + "]".repeat(1_000) + "]", PacketError.PAYLOAD);
		assertRefused("2[\"nobody\"," + "[".repeat(1_000) + "]".repeat(1_000) + "]", PacketError.PAYLOAD);
		assertRefused("2[\"e\"," + "{\"a\":".repeat(100_000), PacketError.PAYLOAD);
		assertRefused("51-[\"e\"," + "[".repeat(100_000), PacketError.PAYLOAD);
		assertRefused("0" + "{\"a\":".repeat(100_000), PacketError.PAYLOAD);
	}

	@Test
	void numbersAreBounded() {
		this.json.addEventMapping("", "e", Object.class);
		assertRefused("2[\"e\"," + "9".repeat(2_000) + "]", PacketError.PAYLOAD);
	}

	@Test
	void otherEncodingsAreRefused() {
		this.json.addEventMapping("", "e", Object.class);
		for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
			byte[] json = "[\"e\",\"a\"]".getBytes(charset);
			byte[] packet = ByteBuffer.allocate(json.length + 1).put((byte) '2').put(json).array();
			PacketException ex = catchThrowableOfType(PacketException.class, () -> text(this.decoder, packet));
			assertThat(ex.error()).isEqualTo(PacketError.PAYLOAD);
		}
		byte[] broken = { '2', '[', '"', 'e', '"', ',', '"', (byte) 0xC3, '"', ']' };
		PacketException ex = catchThrowableOfType(PacketException.class, () -> text(this.decoder, broken));
		assertThat(ex.error()).isEqualTo(PacketError.PAYLOAD);
	}

	@Test
	void heapAndSlicedBuffersAreReadTheSame() throws PacketException {
		this.json.addEventMapping("", "e", String.class);
		ByteBuf heap = Unpooled.copiedBuffer("xx42[\"e\",\"ü\"]yy", StandardCharsets.UTF_8).slice(3, 11);
		InboundPacket packet = this.decoder.text(heap);
		assertThat(packet).isInstanceOfSatisfying(InboundPacket.Event.class,
				(event) -> assertThat(event.arguments().values()).containsExactly("ü"));
	}

	@Test
	void longestPacketsOfAllAttachments() throws PacketException {
		this.json.addEventMapping("", "e", List.class);
		String placeholders = IntStream.range(0, 10)
			.mapToObj((i) -> "{\"_placeholder\":true,\"num\":" + i + "}")
			.collect(Collectors.joining(","));
		assertThat(text(this.decoder, "510-[\"e\",[" + placeholders + "]]")).isNull();
		for (int i = 0; i < 9; i++) {
			assertThat(binary(this.decoder, i)).isNull();
		}
		assertThat(binary(this.decoder, 9)).isInstanceOfSatisfying(InboundPacket.Event.class,
				(event) -> assertThat((List<?>) event.arguments().values().get(0)).hasSize(10));
	}

	private void assertRefused(String packet, PacketError error) {
		PacketException ex = catchThrowableOfType(PacketException.class, () -> text(this.decoder, packet));
		assertThat(ex).as(packet).isNotNull();
		assertThat(ex.error()).as(packet).isEqualTo(error);
	}

	private static AckReceiver callback(Class<?> type) {
		return new TestReceiver(type);
	}

	@SuppressWarnings("unchecked")
	private static Class<Object> objectClass(Class<?> type) {
		return (Class<Object>) type;
	}

	record Person(String name, LocalDate born) {
	}

	record Holder(byte[] data) {
	}

	record Picky(String value) {

		Picky {
			throw new IllegalArgumentException("never");
		}

	}

	@JsonDeserialize(using = JacksonThrower.Deserializer.class)
	record JacksonThrower() {

		static final class Deserializer<T> extends ValueDeserializer<T> {

			@Override
			public T deserialize(JsonParser parser, DeserializationContext context) {
				throw new StreamReadException(parser, "not mine");
			}

		}

	}

	@JsonDeserialize(using = Endless.Deserializer.class)
	record Endless() {

		static final class Deserializer extends ValueDeserializer<Endless> {

			@Override
			@SuppressWarnings("InfiniteRecursion")
			public Endless deserialize(JsonParser parser, DeserializationContext context) {
				return deserialize(parser, context);
			}

		}

	}

	@JsonDeserialize(using = Closer.Deserializer.class)
	record Closer() {

		static final class Deserializer extends ValueDeserializer<Closer> {

			@Override
			public Closer deserialize(JsonParser parser, DeserializationContext context) {
				parser.close();
				throw new IllegalStateException("closed");
			}

		}

	}

	@JsonDeserialize(using = AssertionThrower.Deserializer.class)
	record AssertionThrower() {

		static final class Deserializer extends ValueDeserializer<AssertionThrower> {

			@Override
			public AssertionThrower deserialize(JsonParser parser, DeserializationContext context) {
				throw new AssertionError("never");
			}

		}

	}

}
