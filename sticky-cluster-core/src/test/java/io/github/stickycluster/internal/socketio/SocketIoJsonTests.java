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

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
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

	private static TestWorker worker(SocketIoJson json) {
		return new TestWorker(json, (configuration) -> {
		});
	}

	record Money(String text) {
	}

	record Order(Money orderPrice, Duration validFor) {
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
