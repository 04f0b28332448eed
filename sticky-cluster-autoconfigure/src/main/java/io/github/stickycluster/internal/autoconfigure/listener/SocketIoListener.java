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

import java.lang.reflect.Type;
import java.util.List;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import org.jspecify.annotations.Nullable;

/**
 * A listener method of a bean, called with the arguments that its parameters ask for.
 *
 * @param method the method
 * @param arguments finds its arguments
 * @param returned what the method returns
 */
record SocketIoListener(BeanMethod method, ListenerArguments arguments, ReturnedValue returned) {

	SocketIoListener(BeanMethod method, ListenerArguments arguments) {
		this(method, arguments, method.returnedValue());
	}

	/**
	 * Returns the types of the parameters that take an event's arguments.
	 */
	List<Type> dataTypes() {
		return this.arguments.dataTypes();
	}

	/**
	 * Returns whether the method sends the acknowledgement itself.
	 */
	boolean takesAck() {
		return this.arguments.haveAck();
	}

	/**
	 * Calls the method; an exception that it throws is thrown as it is.
	 * @param data the arguments of the event
	 */
	void call(SocketIOClient client, @Nullable AckRequest ack, List<Object> data) throws Exception {
		this.method.invoke(client, this.arguments.resolve(client, ack, data));
	}

	/**
	 * Returns the method's name for messages.
	 */
	String describe() {
		return this.method.describe();
	}

}
