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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;

import org.springframework.core.Nullness;

/**
 * The TypeScript types of Java's, as a mapper writes their objects. Not thread-safe.
 */
final class TypeScriptTypes {

	private final JsonMapper mapper;

	/** The bodies of the interfaces by name; empty while one is being written. */
	private final Map<String, String> interfaces = new LinkedHashMap<>();

	private final Map<JavaType, String> names = new HashMap<>();

	TypeScriptTypes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Returns the type that stands for one of Java's.
	 * @param type the type
	 */
	String of(Type type) {
		return of(this.mapper.constructType(type));
	}

	/**
	 * Returns the interfaces that the types so far refer to.
	 */
	String interfaces() {
		return this.interfaces.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((each) -> "export interface " + each.getKey() + " {\n" + each.getValue() + "}\n")
			.collect(Collectors.joining("\n"));
	}

	private String of(JavaType type) {
		Class<?> raw = type.getRawClass();
		if (raw == byte[].class || ByteBuffer.class.isAssignableFrom(raw) || ByteBuf.class.isAssignableFrom(raw)) {
			return "ArrayBuffer";
		}
		if (raw == Optional.class && type.containedTypeCount() == 1) {
			return orNull(of(type.containedType(0)));
		}
		Description description = new Description();
		this.mapper.acceptJsonFormatVisitor(type, description);
		return description.text;
	}

	private String name(JavaType type) {
		StringBuilder name = new StringBuilder(type.getRawClass().getSimpleName());
		for (int i = 0; i < type.containedTypeCount(); i++) {
			name.append(type.containedType(i).getRawClass().getSimpleName());
		}
		String wanted = name.toString();
		for (int number = 2; this.interfaces.containsKey(name.toString()); number++) {
			name.replace(0, name.length(), wanted + number);
		}
		return name.toString();
	}

	static String orNull(String type) {
		return type.endsWith(" | null") ? type : type + " | null";
	}

	private static String arrayOf(String type) {
		return type.contains(" ") ? "(" + type + ")[]" : type + "[]";
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	static String key(String name) {
		return name.matches("[A-Za-z_$][\\w$]*") ? name : quoted(name);
	}

	private static boolean isNullable(@Nullable AnnotatedElement member) {
		if (member instanceof Method method) {
			return Nullness.forMethodReturnType(method) == Nullness.NULLABLE;
		}
		return member instanceof Field field && Nullness.forField(field) == Nullness.NULLABLE;
	}

	/**
	 * What the mapper says of one type.
	 */
	private final class Description extends JsonFormatVisitorWrapper.Base {

		private String text = "unknown";

		@Override
		public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
			String known = TypeScriptTypes.this.names.get(type);
			if (known != null) {
				this.text = known;
				return new JsonObjectFormatVisitor.Base(getContext());
			}
			String name = name(type);
			this.text = name;
			TypeScriptTypes.this.names.put(type, name);
			TypeScriptTypes.this.interfaces.put(name, "");
			return new Properties(name, getContext());
		}

		@Override
		public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
			JavaType content = type.getContentType();
			this.text = arrayOf((content != null) ? of(content) : "unknown");
			return new JsonArrayFormatVisitor.Base(getContext());
		}

		@Override
		public JsonMapFormatVisitor expectMapFormat(JavaType type) {
			JavaType content = type.getContentType();
			this.text = "Record<string, " + ((content != null) ? of(content) : "unknown") + ">";
			return new JsonMapFormatVisitor.Base(getContext());
		}

		@Override
		public JsonStringFormatVisitor expectStringFormat(JavaType type) {
			this.text = "string";
			return new JsonStringFormatVisitor.Base() {

				@Override
				public void enumTypes(Set<String> enums) {
					Description.this.text = enums.stream()
						.map(TypeScriptTypes::quoted)
						.collect(Collectors.joining(" | "));
				}

			};
		}

		@Override
		public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
			this.text = "number";
			return new JsonNumberFormatVisitor.Base();
		}

		@Override
		public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
			this.text = "number";
			return new JsonIntegerFormatVisitor.Base();
		}

		@Override
		public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
			this.text = "boolean";
			return new JsonBooleanFormatVisitor.Base();
		}

		@Override
		public JsonNullFormatVisitor expectNullFormat(JavaType type) {
			this.text = "null";
			return new JsonNullFormatVisitor.Base();
		}

	}

	/**
	 * The properties of an object.
	 */
	private final class Properties extends JsonObjectFormatVisitor.Base {

		private final String name;

		private final List<String> lines = new ArrayList<>();

		Properties(String name, SerializationContext context) {
			super(context);
			this.name = name;
		}

		@Override
		public void property(BeanProperty property) {
			optionalProperty(property);
		}

		@Override
		public void property(String key, JsonFormatVisitable handler, JavaType type) {
			optionalProperty(key, handler, type);
		}

		@Override
		public void optionalProperty(BeanProperty property) {
			AnnotatedElement member = (property.getMember() != null) ? property.getMember().getAnnotated() : null;
			String type = of(property.getType());
			add(property.getName(), isNullable(member) ? orNull(type) : type);
		}

		@Override
		public void optionalProperty(String key, JsonFormatVisitable handler, JavaType type) {
			add(key, of(type));
		}

		private void add(String key, String type) {
			this.lines.add("  " + key(key) + ": " + type + ";\n");
			TypeScriptTypes.this.interfaces.put(this.name, String.join("", this.lines));
		}

	}

}
