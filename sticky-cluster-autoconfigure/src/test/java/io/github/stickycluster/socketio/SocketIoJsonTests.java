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

package io.github.stickycluster.socketio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.Event;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIoJson}.
 */
class SocketIoJsonTests {

	private final List<Object> heard = new ArrayList<>();

	@Test
	void applicationsMapperIsUsedAndNotChanged() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(SerializationFeature.INDENT_OUTPUT)
			.addModule(new SimpleModule().addSerializer(Money.class, new MoneySerializer())
				.addDeserializer(Money.class, new MoneyDeserializer()))
			.build();
		int modules = mapper.registeredModules().size();
		TestWorker worker = worker(SocketIoJson.using(mapper));
		worker.namespace().addEventListener("e", Order.class, (client, data, ack) -> {
			this.heard.add(data);
			ack.sendAckData(data);
		});
		TestSession session = worker.connected().text("21[\"e\",{\"order_price\":\"5 EUR\",\"valid_for\":\"PT1H\"}]");
		assertThat(this.heard).containsExactly(new Order(new Money("5 EUR"), Duration.ofHours(1)));
		assertThat(session.sent.get(0).replaceAll("\\s*\\R\\s*", "").replace(" : ", ":")).startsWith("431[")
			.contains("\"order_price\":\"<5 EUR>\"", "\"valid_for\":\"PT1H\"");
		assertThat(mapper.registeredModules()).hasSize(modules);
	}

	@Test
	void anArgumentRefersToNothingInAnother() {
		Identified shared = new Identified("shared");
		TestWorker worker = worker(SocketIoJson.using(JsonMapper.builder().build()));
		TestSession session = worker.connected();
		session.socket().sendEvent("one", List.of(shared, shared));
		session.socket().sendEvent("two", shared, shared);
		assertThat(session.sent).containsExactly("42[\"one\",[{\"@id\":1,\"name\":\"shared\"},1]]",
				"42[\"two\",{\"@id\":1,\"name\":\"shared\"},{\"@id\":1,\"name\":\"shared\"}]");
	}

	@Test
	void whatTheApplicationLetsItsMapperCloseIsClosed() {
		Closing closing = new Closing();
		TestWorker worker = worker(
				SocketIoJson.using(JsonMapper.builder().enable(SerializationFeature.CLOSE_CLOSEABLE).build()));
		TestSession session = worker.connected();
		session.socket().sendEvent("e", closing);
		assertThat(session.sent).containsExactly("42[\"e\",{\"name\":\"x\"}]");
		assertThat(closing.closed).isTrue();
	}

	@Test
	void mapperAnswersNettySocketIosInterface() throws IOException {
		SocketIoJson json = SocketIoJson.using(JsonMapper.builder().build());
		json.addEventMapping("/a", "e", Integer.class);
		Event event = json.readValue("/a", stream("[\"e\",5,6]"), Event.class);
		assertThat(event.getName()).isEqualTo("e");
		assertThat(event.getArgs()).containsExactly(5);
		assertThat(json.readValue("/b", stream("[\"e\",5]"), Event.class).getArgs()).isEmpty();
		assertThat((Object) json.readValue("", stream("{\"a\":1}"), Map.class)).isEqualTo(Map.of("a", 1));
		assertThat(json.readAckArgs(stream("[\"x\"]"), new StringCallback()).getArgs()).containsExactly("x");
		ByteBuf out = Unpooled.buffer();
		json.writeValue(new ByteBufOutputStream(out), List.of(new byte[] { 1 }, "x"));
		assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[{\"_placeholder\":true,\"num\":0},\"x\"]");
		assertThat(json.getArrays()).containsExactly(new byte[] { 1 });
		json.removeEventMapping("/a", "e");
		assertThat(json.hears("/a", "e")).isFalse();
	}

	private static TestWorker worker(SocketIoJson json) {
		return new TestWorker(json, (configuration) -> {
		});
	}

	private static ByteBufInputStream stream(String json) {
		return new ByteBufInputStream(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
	}

	record Money(String text) {
	}

	record Order(Money orderPrice, Duration validFor) {
	}

	private final class StringCallback extends AckCallback<String> {

		StringCallback() {
			super(String.class);
		}

		@Override
		public void onSuccess(String result) {
			SocketIoJsonTests.this.heard.add(result);
		}

	}

	private static final class MoneySerializer extends StdSerializer<Money> {

		MoneySerializer() {
			super(Money.class);
		}

		@Override
		public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
			generator.writeString("<" + value.text() + ">");
		}

	}

	private static final class MoneyDeserializer extends StdDeserializer<Money> {

		MoneyDeserializer() {
			super(Money.class);
		}

		@Override
		public Money deserialize(JsonParser parser, DeserializationContext context) {
			return new Money(parser.getString());
		}

	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
	record Identified(String name) {

	}

	public static final class Closing implements Closeable {

		private boolean closed;

		public String getName() {
			return "x";
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
