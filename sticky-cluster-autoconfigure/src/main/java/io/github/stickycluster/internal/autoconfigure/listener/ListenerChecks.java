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
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/**
 * Refuses listener methods that cannot mean what they say.
 */
final class ListenerChecks {

	private static final String NETTY_SOCKETIO = SocketIOServer.class.getPackageName();

	/**
	 * The names that Socket.IO keeps for itself; no client can send them.
	 */
	private static final Set<String> RESERVED = Set.of("connect", "connect_error", "disconnect", "disconnecting");

	/** Nothing happens until somebody subscribes to one. */
	private static final Set<String> REACTIVE = Set.of("org.reactivestreams.Publisher",
			"java.util.concurrent.Flow$Publisher", "kotlinx.coroutines.flow.Flow");

	private ListenerChecks() {
	}

	/**
	 * Checks an {@code @OnConnect} or {@code @OnDisconnect} method.
	 */
	static void connection(BeanMethod listener) {
		callable(listener, false);
	}

	/**
	 * Checks an {@code @OnEvent} method.
	 * @param event the event's name
	 * @param answers whether the returned value is the acknowledgement
	 */
	static void event(BeanMethod listener, String event, boolean answers) {
		refuse(!StringUtils.hasText(event), listener, "@OnEvent has no event name",
				"Name the event: @OnEvent(\"message\").");
		refuse(RESERVED.contains(event), listener, "no client can send an event named '" + event + "'",
				"Use @OnConnect or @OnDisconnect, or another name.");
		callable(listener, answers);
		if (answers) {
			answer(listener);
		}
	}

	/**
	 * Checks an {@code @OnAnyEvent} method.
	 * @param answers whether the returned value is the acknowledgement
	 */
	static void anyEvent(BeanMethod listener, boolean answers) {
		callable(listener, answers);
		if (answers) {
			answer(listener);
		}
	}

	/**
	 * Checks an {@code @OnServerEvent} method.
	 */
	static void serverEvent(BeanMethod listener) {
		callable(listener, false);
		parameterAnnotations(listener.declared()).filter(ParameterChecks::isSpringsChoice)
			.findFirst()
			.ifPresent((annotation) -> refuse(true, listener,
					"@" + annotation.getSimpleName() + " has no effect here: a server event has only its arguments",
					"Declare only the event's arguments, and return the reply."));
		boolean foreign = listener.types().stream().anyMatch((type) -> isNettySocketIos(classOf(type)));
		refuse(foreign, listener, "a server event comes from a node and has no client",
				"Declare only the event's arguments, and return the reply.");
		Class<?> returned = classOf(listener.returned());
		boolean later = Future.class.isAssignableFrom(returned) || CompletionStage.class.isAssignableFrom(returned);
		refuse(later, listener, "it returns a " + returned.getSimpleName() + ", which cannot be sent as a reply",
				"Return the value itself: server events have a thread of their own, which may block.");
	}

	/**
	 * Checks that a method's parameters can be read.
	 * @param types the types of the parameters that take arguments
	 */
	static void readable(String listener, List<Type> types, SocketIoJson json) {
		for (Type type : types) {
			String reason = json.unreadable(type);
			if (reason != null) {
				throw new InvalidSocketIoListenerException(listener,
						"its parameter of type " + type.getTypeName() + " cannot be read from JSON: " + reason,
						"Declare a type that Jackson can create, such as a record, or tools.jackson.databind.JsonNode.");
			}
		}
	}

	private static void answer(BeanMethod listener) {
		later(listener);
		refuse(listener.returnedValue().hasValue() && listener.types().contains(AckRequest.class), listener,
				"it declares an AckRequest and returns a value, and an event has one acknowledgement",
				"Return the value, or send it by the AckRequest and return nothing.");
	}

	private static void later(BeanMethod listener) {
		Class<?> returned = classOf(listener.returned());
		ReturnedValue value = listener.returnedValue();
		refuse(listener.suspends() && value == ReturnedValue.SEVERAL, listener,
				"it is a suspend function that returns a " + returned.getSimpleName(),
				"Return the value, or emit each value as an event.");
		refuse(value == ReturnedValue.SEVERAL || (isReactive(returned) && value != ReturnedValue.PUBLISHER), listener,
				"it returns a " + returned.getSimpleName() + ", and an acknowledgement has one value",
				"Return a Mono or a CompletableFuture of all values, or emit each as an event.");
		refuse(Future.class.isAssignableFrom(returned) && value != ReturnedValue.STAGE, listener,
				"it returns a " + returned.getSimpleName() + ", for which a thread would have to wait",
				"Return a CompletableFuture.");
	}

	private static void callable(BeanMethod listener, boolean answers) {
		Method method = listener.declared();
		refuse(listener.suspends() && !answers, listener,
				"it is a suspend function, and only @OnEvent and @OnAnyEvent of this library call those",
				"Declare a plain function, and launch a coroutine in it where you need one.");
		coroutines(listener);
		refuse(method.isVarArgs(), listener,
				"it has a variable number of parameters, and arguments are read by the types declared",
				"Declare a parameter for each argument, or an array for an argument that is one.");
		Class<?> returned = classOf(listener.returned());
		refuse(!answers && isReactive(returned), listener,
				"it returns a " + returned.getSimpleName() + ", to which nothing subscribes",
				"Return nothing, and subscribe in the method.");
	}

	/**
	 * Checks an {@code @SocketExceptionHandler} method.
	 */
	static void handler(BeanMethod handler) {
		coroutines(handler);
		later(handler);
	}

	private static void coroutines(BeanMethod method) {
		refuse(method.suspends() && !KotlinFunction.hasCoroutines(), method,
				"it is a suspend function, and the libraries that call those are missing",
				"Add 'io.github.stickycluster:sticky-cluster-kotlin', or 'kotlinx-coroutines-reactor' and "
						+ "'kotlin-reflect', to the application.");
	}

	private static Stream<Class<? extends Annotation>> parameterAnnotations(Method method) {
		return Arrays.stream(method.getParameterAnnotations()).flatMap(Arrays::stream).map(Annotation::annotationType);
	}

	private static boolean isReactive(@Nullable Class<?> type) {
		return type != null && (REACTIVE.contains(type.getName()) || isReactive(type.getSuperclass())
				|| Arrays.stream(type.getInterfaces()).anyMatch(ListenerChecks::isReactive));
	}

	private static boolean isNettySocketIos(Class<?> type) {
		return type.getName().startsWith(NETTY_SOCKETIO + ".");
	}

	private static Class<?> classOf(Type type) {
		return ResolvableType.forType(type).toClass();
	}

	/**
	 * Refuses a method.
	 * @param wrong whether it is wrong
	 * @throws InvalidSocketIoListenerException if it is
	 */
	static void refuse(boolean wrong, BeanMethod listener, String reason, String action) {
		if (wrong) {
			throw new InvalidSocketIoListenerException(listener.describe(), reason, action);
		}
	}

}
