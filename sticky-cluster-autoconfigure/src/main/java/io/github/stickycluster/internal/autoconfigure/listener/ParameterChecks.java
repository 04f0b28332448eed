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
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.socketio.DisconnectReason;
import tools.jackson.databind.JsonNode;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Refuses parameters of listener methods for which there is nothing, or which would be
 * read from what a client sends although they are not the client's to say.
 */
final class ParameterChecks {

	private static final String NETTY_SOCKETIO = SocketIOServer.class.getPackageName() + ".";

	/** Annotations that choose what Spring hands over, which is never an argument. */
	private static final List<String> SPRINGS_CHOICES = List.of("org.springframework.beans.factory.annotation.",
			"org.springframework.messaging.handler.annotation.", "org.springframework.security.core.annotation.",
			"org.springframework.web.bind.annotation.");

	private static final List<Class<?>> SINGLE = List.of(SocketIOClient.class, AckRequest.class,
			DisconnectReason.class);

	private static final Set<String> PAYLOADS = Set.of("Payload", "RequestBody");

	private static final String FIX = "Declare a SocketIOClient parameter and use it, or add a SocketArgumentResolver "
			+ "bean that supports the parameter.";

	private ParameterChecks() {
	}

	/**
	 * Checks a parameter that no resolver supports.
	 * @param method the method
	 * @param role what it listens to
	 * @param parameter the parameter
	 * @param type its type, without type variables
	 * @throws InvalidSocketIoListenerException if there is nothing for it
	 */
	static void argument(BeanMethod method, ListenerRole role, MethodParameter parameter, Type type) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			ListenerChecks
				.refuse(isSpringsChoice(annotation.annotationType()), method,
						"@" + annotation.annotationType().getSimpleName()
								+ " has no effect here: the parameter would be read from data that the client sends",
						FIX);
		}
		switch (role) {
			case CONNECT -> ListenerChecks.refuse(true, method, nothing(role, type), FIX);
			case DISCONNECT -> ListenerChecks.refuse(type != DisconnectReason.class, method, nothing(role, type), FIX);
			case ANY_EVENT -> ListenerChecks.refuse(type != String.class && !isTrees(type), method,
					"there is nothing for its parameter of type " + name(type) + ", since " + role
							+ " receives arguments of any types",
					"Declare a String for the event's name, or a List<JsonNode> for its arguments.");
			case EVENT -> ListenerChecks.refuse(isForeign(type), method,
					"its parameter of type " + name(type) + " would be read from data that the client sends", FIX);
		}
	}

	private static boolean isTrees(Type type) {
		return type instanceof ParameterizedType generic && generic.getRawType() == List.class
				&& generic.getActualTypeArguments()[0] == JsonNode.class;
	}

	private static String nothing(ListenerRole role, Type type) {
		return "there is nothing for its parameter of type " + name(type) + ", since " + role
				+ " receives no arguments of the client";
	}

	private static boolean isForeign(Type type) {
		if (type instanceof ParameterizedType generic) {
			return Arrays.stream(generic.getActualTypeArguments()).anyMatch(ParameterChecks::isForeign);
		}
		Class<?> raw = ResolvableType.forType(type).toClass();
		while (raw.isArray()) {
			raw = raw.componentType();
		}
		return raw.getName().startsWith(NETTY_SOCKETIO) || isIdentity(raw);
	}

	/**
	 * Checks that a method has at most one parameter of each type of which there is one
	 * value.
	 */
	static void distinct(BeanMethod method) {
		for (Class<?> type : SINGLE) {
			long count = method.types().stream().filter((each) -> each == type).count();
			ListenerChecks.refuse(count > 1, method,
					"it has " + count + " parameters of type " + type.getSimpleName() + ", and there is one",
					"Declare one parameter of this type.");
		}
	}

	/**
	 * Returns whether an annotation chooses what Spring hands over.
	 */
	static boolean isSpringsChoice(Class<? extends Annotation> annotation) {
		return !PAYLOADS.contains(annotation.getSimpleName())
				&& SPRINGS_CHOICES.stream().anyMatch(annotation.getName()::startsWith);
	}

	// Who the client is must not be the client's word.
	private static boolean isIdentity(Class<?> type) {
		return Principal.class.isAssignableFrom(type) || type.getName().startsWith("org.springframework.security.");
	}

	private static String name(Type type) {
		return (type instanceof Class<?> raw) ? raw.getSimpleName() : type.getTypeName();
	}

}
