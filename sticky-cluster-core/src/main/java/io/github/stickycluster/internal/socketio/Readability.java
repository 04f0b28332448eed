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

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.deser.std.ReferenceTypeDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds types of which a mapper can read no value, whatever the JSON: it says so only to
 * those who try.
 */
final class Readability {

	private final JsonMapper mapper;

	Readability(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Returns the reason why no value of a type can be read.
	 * @param type the type; the elements of a collection count, the properties of an
	 * object do not, since they may be absent
	 * @return the reason, or {@code null} if nothing speaks against it
	 */
	@Nullable String reasonAgainst(Type type) {
		if (this.mapper.deserializationConfig().getProblemHandlers() != null) {
			// One of the application's may make the value.
			return null;
		}
		try (JsonParser parser = this.mapper.createParser("null")) {
			return (parser.objectReadContext() instanceof DeserializationContext context)
					? reasonAgainst(this.mapper.constructType(type), context) : null;
		}
		catch (JacksonException ex) {
			return ex.getOriginalMessage();
		}
		catch (RuntimeException ex) {
			// A module of the application's may throw anything.
			return ex.toString();
		}
	}

	private static @Nullable String reasonAgainst(JavaType type, DeserializationContext context) {
		ValueDeserializer<?> deserializer = context.findRootValueDeserializer(type);
		if (deserializer instanceof AbstractDeserializer) {
			return type.getRawClass().getName() + " is abstract, and nothing says which class to make";
		}
		if (deserializer instanceof BeanDeserializerBase bean && !bean.getValueInstantiator().canInstantiate()) {
			return type.getRawClass().getName() + " has no constructor that Jackson can call";
		}
		boolean hasElements = deserializer instanceof ContainerDeserializerBase
				|| deserializer instanceof ReferenceTypeDeserializer;
		JavaType elements = type.getContentType();
		return (hasElements && elements != null) ? reasonAgainst(elements, context) : null;
	}

}
