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

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Names of types for messages.
 */
final class TypeNames {

	private static final int MOST_CONSTANTS = 20;

	private TypeNames() {
	}

	/**
	 * Names a type; an enum with its constants, which is what a client must choose from.
	 * @param type the type
	 * @return the name
	 */
	static String of(Class<?> type) {
		if (!type.isEnum()) {
			return type.getTypeName();
		}
		Stream<String> constants = Arrays.stream(type.getFields())
			.filter(Field::isEnumConstant)
			.limit(MOST_CONSTANTS)
			.map(TypeNames::constant);
		String more = (type.getEnumConstants().length > MOST_CONSTANTS) ? ", ..." : "";
		return type.getTypeName() + constants.collect(Collectors.joining(", ", " (one of ", more + ")"));
	}

	private static String constant(Field constant) {
		JsonProperty property = constant.getAnnotation(JsonProperty.class);
		return (property != null && !property.value().isEmpty()) ? property.value() : constant.getName();
	}

}
