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

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link ConstructorModule}.
 */
class ConstructorModuleTests {

	private final JsonMapper standard = JsonMapper.builder().build();

	private final JsonMapper mapper = new WorkerMapper(this.standard);

	@ParameterizedTest
	@ValueSource(classes = { Item.class, Creator.class, Several.class })
	void callsConstructorsWithArguments(Class<?> type) {
		assertThat(instantiator(this.mapper, type).getClass()).isNotEqualTo(StdValueInstantiator.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { Bean.class, Factory.class })
	void leavesOthersToJackson(Class<?> type) {
		assertThat(instantiator(this.mapper, type).getClass()).isEqualTo(StdValueInstantiator.class);
	}

	@Test
	void whatAnotherModuleHasChosenStays() {
		JsonMapper chosen = this.standard.rebuild().addModule(new SimpleModule() {

			@Override
			public void setupModule(SetupContext context) {
				context.addValueInstantiators(new Fixed.Instantiators());
			}

		}).build();
		assertThat(new WorkerMapper(chosen).readValue("{\"name\":\"a\",\"size\":1,\"tags\":[]}", Item.class))
			.isEqualTo(new Item("fixed", 0, null));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			Item    | {"name":"a","size":7,"tags":["b","c"]}
			Item    | {"tags":null,"size":7}
			Item    | {}
			Item    | {"name":"throws","size":1}
			Item    | {"name":"errs","size":1}
			Item    | {"name":"a","size":"seven"}
			Item    | {"name":"a","size":null}
			Item    | {"name":"a","other":1}
			Creator | {"first":1,"second":[2,3],"rest":4}
			Creator | {"first":1}
			Several | {"values":["a","b"],"on":true}
			Several | {"on":null}
			""")
	void readsAsJacksonDoes(String name, String json) {
		Class<?> type = List.of(Item.class, Creator.class, Several.class)
			.stream()
			.filter((each) -> each.getSimpleName().equals(name))
			.findFirst()
			.orElseThrow();
		JsonMapper[] strict = { this.standard,
				this.standard.rebuild()
					.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
					.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
					.build() };
		for (JsonMapper each : strict) {
			assertThat(outcome(new WorkerMapper(each), json, type)).isEqualTo(outcome(each, json, type));
		}
	}

	@Test
	void anErrorOfTheConstructorStaysAnError() {
		assertThatThrownBy(() -> this.mapper.readValue("{\"name\":\"errs\",\"size\":1}", Item.class))
			.isInstanceOf(AssertionError.class)
			.hasMessage("errs");
	}

	private static Object outcome(JsonMapper mapper, String json, Class<?> type) {
		Object[] value = new Object[1];
		Throwable thrown = catchThrowable(() -> value[0] = mapper.readValue(json, type));
		return (thrown != null) ? thrown.getClass() + ": " + thrown.getMessage() + ", " + thrown.getCause()
				: Objects.toString(value[0]);
	}

	private static ValueInstantiator instantiator(JsonMapper mapper, Class<?> type) {
		JavaType javaType = mapper.constructType(type);
		DeserializationContext context = mapper._deserializationContext();
		return ((BeanDeserializerBase) context.findRootValueDeserializer(javaType)).getValueInstantiator();
	}

	private record Item(@Nullable String name, int size, @Nullable List<String> tags) {

		Item {
			if ("throws".equals(name)) {
				throw new IllegalArgumentException("throws");
			}
			if ("errs".equals(name)) {
				throw new AssertionError("errs");
			}
		}

	}

	private record Several(boolean on, String... values) {

		@Override
		public String toString() {
			return this.on + " " + ((this.values != null) ? List.of(this.values) : null);
		}

	}

	static final class Creator {

		private final String text;

		public int rest;

		@JsonCreator
		private Creator(@JsonProperty("first") long first, @JsonProperty("second") int @Nullable [] second) {
			this.text = first + " " + ((second != null) ? second.length : -1);
		}

		@Override
		public String toString() {
			return this.text + " " + this.rest;
		}

	}

	static final class Bean {

		public int size;

	}

	static final class Factory {

		final int size;

		private Factory(int size) {
			this.size = size;
		}

		@JsonCreator
		static Factory of(@JsonProperty("size") int size) {
			return new Factory(size);
		}

	}

	private static final class Fixed extends StdValueInstantiator {

		private Fixed(StdValueInstantiator standard) {
			super(standard);
		}

		@Override
		public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
			return new Item("fixed", 0, null);
		}

		private static final class Instantiators extends ValueInstantiators.Base {

			@Override
			public ValueInstantiator modifyValueInstantiator(DeserializationConfig config,
					BeanDescription.Supplier bean, ValueInstantiator chosen) {
				return (bean.getBeanClass() == Item.class) ? new Fixed((StdValueInstantiator) chosen) : chosen;
			}

		}

	}

}
