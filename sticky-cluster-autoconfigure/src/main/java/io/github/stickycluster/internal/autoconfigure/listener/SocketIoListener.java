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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.IntFunction;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import org.jspecify.annotations.Nullable;

/**
 * A listener method of a bean, called with the arguments that its parameters ask for.
 *
 * @param bean the bean, a proxy perhaps
 * @param declared the method as the bean's class declares it
 * @param invocable the method to call on the bean
 * @param types the types of the method's parameters, without type variables
 * @param returned what the method returns
 */
record SocketIoListener(Object bean, Method declared, Method invocable, List<Type> types, ReturnedValue returned) {

	SocketIoListener(BeanMethod method) {
		this(method.bean(), method.declared(), method.invocable(), method.types(), method.returnedValue());
	}

	/**
	 * Returns the types of the parameters that take an event's arguments: all but the
	 * client and the ack.
	 */
	List<Type> dataTypes() {
		return this.types.stream().filter((type) -> type != SocketIOClient.class && type != AckRequest.class).toList();
	}

	/**
	 * Returns whether the method sends the acknowledgement itself.
	 */
	boolean takesAck() {
		return this.types.contains(AckRequest.class);
	}

	void call(SocketIOClient client, @Nullable AckRequest ack, IntFunction<@Nullable Object> data) throws Exception {
		invoke(arguments(client, ack, data));
	}

	/**
	 * Calls the method; an exception that it throws is thrown as it is.
	 * @param arguments the arguments of all parameters
	 * @return what it returns
	 */
	@Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
		try {
			return this.invocable.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception thrown) ? thrown : ex;
		}
	}

	/**
	 * Returns the method's name for messages.
	 */
	String describe() {
		return this.declared.getDeclaringClass().getName() + "." + this.declared.getName();
	}

	/**
	 * Puts the arguments of all parameters in their order.
	 * @param data gives the argument of an index among those of the event
	 */
	@Nullable Object[] arguments(SocketIOClient client, @Nullable AckRequest ack, IntFunction<@Nullable Object> data) {
		@Nullable Object[] arguments = new Object[this.types.size()];
		int index = 0;
		for (int i = 0; i < arguments.length; i++) {
			Type type = this.types.get(i);
			if (type == SocketIOClient.class) {
				arguments[i] = client;
			}
			else if (type == AckRequest.class) {
				arguments[i] = ack;
			}
			else {
				arguments[i] = data.apply(index++);
			}
		}
		return arguments;
	}

}
