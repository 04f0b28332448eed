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

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.SocketArgumentResolver;
import io.github.stickycluster.internal.nettysocketio.ClientHandshake;
import io.github.stickycluster.internal.socketio.NamespacePattern;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.StringUtils;

/**
 * Resolves the {@link Handshake} and, by Spring's annotations, single values of it, among
 * which are the variables of a namespace that was declared by a pattern. The annotations
 * are known by name, since the application may have neither of their modules.
 */
final class HandshakeArguments implements SocketArgumentResolver {

	private static final String WEB = "org.springframework.web.bind.annotation.";

	private static final String MESSAGING = "org.springframework.messaging.handler.annotation.";

	private static final Map<String, Part> PARTS = Map.of(WEB + "RequestHeader", Part.HEADER, MESSAGING + "Header",
			Part.HEADER, WEB + "RequestParam", Part.PARAMETER, WEB + "CookieValue", Part.COOKIE, WEB + "PathVariable",
			Part.VARIABLE, MESSAGING + "DestinationVariable", Part.VARIABLE);

	/** Of both modules. */
	private static final String NO_DEFAULT = "\n\t\t\n\t\t\n\uE000\uE001\uE002\n\t\t\t\t\n";

	private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

	private static final TypeDescriptor TEXTS = TypeDescriptor.collection(List.class, TEXT);

	private final ConversionService conversion;

	private final Map<MethodParameter, Value> values = new ConcurrentHashMap<>();

	HandshakeArguments(ConversionService conversion) {
		this.conversion = conversion;
	}

	@Override
	public boolean supports(MethodParameter parameter) {
		if (parameter.getNestedParameterType() == Handshake.class) {
			return true;
		}
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Part part = PARTS.get(annotation.annotationType().getName());
			if (part != null) {
				Value value = Value.of(parameter, part, annotation);
				check(parameter, value);
				this.values.put(parameter, value);
				return true;
			}
		}
		return false;
	}

	private void check(MethodParameter parameter, Value value) {
		TypeDescriptor type = value.type;
		String namespace = BeanMethod.namespace(parameter.getContainingClass());
		if (value.part == Part.VARIABLE && !hasVariable(namespace, value.name)) {
			throw refusal(parameter, "the namespace " + namespace + " has no variable '" + value.name + "'",
					"Write it in the namespace of the class, as in @SocketNamespace(\"/tenant-{" + value.name
							+ "}\").");
		}
		boolean convertible = this.conversion.canConvert((type.isCollection() || type.isArray()) ? TEXTS : TEXT, type);
		if (!convertible) {
			throw refusal(parameter, value.what() + " cannot be converted to " + type.getType().getName(),
					"Declare a String, or a Handshake for all values.");
		}
		if (!value.required && value.defaultValue == null && type.isPrimitive()) {
			throw refusal(parameter,
					value.what() + " may be missing, which the type " + type.getName() + " does not allow",
					"Declare " + type.getObjectType().getSimpleName() + ", or a default value.");
		}
	}

	private static boolean hasVariable(String namespace, String name) {
		return NamespacePattern.isPattern(namespace) && NamespacePattern.of(namespace).variables().contains(name);
	}

	private static InvalidSocketIoListenerException refusal(MethodParameter parameter, String reason, String action) {
		return new InvalidSocketIoListenerException(
				parameter.getDeclaringClass().getName() + "." + parameter.getExecutable().getName(), reason, action);
	}

	@Override
	public @Nullable Object resolve(MethodParameter parameter, SocketIOClient client) {
		Handshake handshake = ClientHandshake.of(client);
		Value value = this.values.get(parameter);
		return (value != null) ? value.read(handshake, this.conversion) : handshake;
	}

	private enum Part {

		HEADER("header"), PARAMETER("parameter"), COOKIE("cookie"), VARIABLE("variable");

		private final String text;

		Part(String text) {
			this.text = text;
		}

		@Nullable List<String> read(Handshake handshake, String name) {
			return switch (this) {
				case HEADER -> handshake.headers().get(name);
				case PARAMETER -> handshake.parameters().get(name);
				case COOKIE -> list(handshake.cookie(name));
				case VARIABLE -> list(handshake.namespaceVariables().get(name));
			};
		}

		private static @Nullable List<String> list(@Nullable String value) {
			return (value != null) ? List.of(value) : null;
		}

	}

	/**
	 * One value of the handshake.
	 */
	private record Value(Part part, String name, boolean required, @Nullable String defaultValue, TypeDescriptor type) {

		private static Value of(MethodParameter parameter, Part part, Annotation annotation) {
			Map<String, @Nullable Object> attributes = AnnotationUtils.getAnnotationAttributes(parameter.getParameter(),
					annotation);
			// @DestinationVariable has no other name of it.
			String name = (String) attributes.getOrDefault("name", attributes.get("value"));
			String named = StringUtils.hasText(name) ? name : parameter.getParameterName();
			if (named == null) {
				throw refusal(parameter, "@" + annotation.annotationType().getSimpleName() + " has no name",
						"Write the name of the " + part.text + " in the annotation, or compile with -parameters.");
			}
			String fallback = NO_DEFAULT.equals(attributes.get("defaultValue")) ? null
					: (String) attributes.get("defaultValue");
			boolean required = part == Part.VARIABLE
					|| (Boolean.TRUE.equals(attributes.get("required")) && fallback == null && !parameter.isOptional());
			return new Value(part, named, required, fallback, new TypeDescriptor(parameter));
		}

		private String what() {
			return "the " + this.part.text + " '" + this.name + "' of the "
					+ ((this.part == Part.VARIABLE) ? "namespace" : "handshake");
		}

		private @Nullable Object read(Handshake handshake, ConversionService conversion) {
			List<String> values = this.part.read(handshake, this.name);
			if (values == null && this.defaultValue != null) {
				values = List.of(this.defaultValue);
			}
			if (values == null) {
				if (this.required) {
					throw new UnfitArgumentException("A value of the handshake is missing", this.name,
							"must be sent as a " + this.part.text, null);
				}
				return null;
			}
			try {
				boolean all = values.size() > 1 && (this.type.isCollection() || this.type.isArray());
				return all ? conversion.convert(values, TEXTS, this.type)
						: conversion.convert(values.get(0), TEXT, this.type);
			}
			catch (ConversionException ex) {
				throw new UnfitArgumentException("A value of the handshake does not have the type expected", this.name,
						"has the wrong type", ex);
			}
		}

	}

}
