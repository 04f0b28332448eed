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

package io.github.stickycluster.internal.nettysocketio;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnDisconnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import com.corundumstudio.socketio.handler.SocketIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the annotated methods of an object to a namespace, as netty-socketio's
 * {@code addListeners} does.
 */
final class AnnotatedListeners {

	private static final Logger logger = LoggerFactory.getLogger(AnnotatedListeners.class);

	private final SocketIONamespace namespace;

	private final Object target;

	private AnnotatedListeners(SocketIONamespace namespace, Object target) {
		this.namespace = namespace;
		this.target = target;
	}

	/**
	 * Adds the methods.
	 * @param namespace the namespace
	 * @param target the object that is called
	 * @param type declares the methods; where the object is none of it, methods that look
	 * the same are called
	 * @throws IllegalArgumentException if a method cannot be a listener
	 */
	static void addTo(SocketIONamespace namespace, Object target, Class<?> type) {
		new AnnotatedListeners(namespace, target).scan(type);
	}

	private void scan(Class<?> type) {
		boolean own = type.isInstance(this.target);
		for (Method method : type.getDeclaredMethods()) {
			if (isAnnotated(method)) {
				Method called = own ? method : similar(method);
				if (called != null) {
					called.trySetAccessible();
					add(method, called);
				}
			}
		}
		if (own && type.getSuperclass() != null) {
			scan(type.getSuperclass());
		}
		else if (own && type.isInterface()) {
			Arrays.stream(type.getInterfaces()).forEach(this::scan);
		}
	}

	private static boolean isAnnotated(Method method) {
		return method.isAnnotationPresent(OnConnect.class) || method.isAnnotationPresent(OnDisconnect.class)
				|| method.isAnnotationPresent(OnEvent.class);
	}

	private @Nullable Method similar(Method method) {
		for (Method candidate : this.target.getClass().getDeclaredMethods()) {
			if (candidate.getName().equals(method.getName()) && candidate.getReturnType() == method.getReturnType()
					&& Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes())) {
				return candidate;
			}
		}
		logger.warn(
				"The listener method {} is not called, because {} has no method with its name, types and return type",
				method, this.target.getClass());
		return null;
	}

	private void add(Method annotated, Method called) {
		if (annotated.isAnnotationPresent(OnConnect.class)) {
			requireClientAlone(annotated);
			this.namespace.addConnectListener((client) -> call(called, client, null, (index) -> null));
		}
		if (annotated.isAnnotationPresent(OnDisconnect.class)) {
			requireClientAlone(annotated);
			this.namespace.addDisconnectListener((client) -> call(called, client, null, (index) -> null));
		}
		OnEvent event = annotated.getAnnotation(OnEvent.class);
		if (event != null) {
			require(!event.value().isBlank(), annotated, "its @OnEvent has no event name");
			addEvent(event.value(), called);
		}
	}

	private void addEvent(String event, Method called) {
		List<Class<?>> types = new ArrayList<>(Arrays.asList(called.getParameterTypes()));
		types.removeIf((type) -> type == SocketIOClient.class || type == AckRequest.class);
		if (types.size() > 1) {
			this.namespace.addMultiTypeEventListener(event, (client, data, ack) -> call(called, client, ack, data::get),
					types.toArray(Class<?>[]::new));
		}
		else {
			Class<?> type = types.isEmpty() ? Void.class : types.get(0);
			addData(event, called, type);
		}
	}

	private <T> void addData(String event, Method called, Class<T> type) {
		this.namespace.addEventListener(event, type, (client, data, ack) -> call(called, client, ack, (index) -> data));
	}

	private static void requireClientAlone(Method method) {
		require(method.getParameterCount() == 1 && method.getParameterTypes()[0] == SocketIOClient.class, method,
				"its only parameter must be a SocketIOClient");
	}

	private static void require(boolean right, Method method, String problem) {
		if (!right) {
			throw new IllegalArgumentException(method + " cannot be a listener: " + problem);
		}
	}

	private void call(Method method, SocketIOClient client, @Nullable AckRequest ack,
			IntFunction<@Nullable Object> data) {
		Class<?>[] types = method.getParameterTypes();
		@Nullable Object[] arguments = new Object[types.length];
		int index = 0;
		for (int i = 0; i < types.length; i++) {
			if (types[i] == SocketIOClient.class) {
				arguments[i] = client;
			}
			else if (types[i] == AckRequest.class) {
				arguments[i] = ack;
			}
			else {
				arguments[i] = data.apply(index++);
			}
		}
		try {
			method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw new SocketIOException(ex.getCause());
		}
		catch (Exception ex) {
			throw new SocketIOException(ex);
		}
	}

}
