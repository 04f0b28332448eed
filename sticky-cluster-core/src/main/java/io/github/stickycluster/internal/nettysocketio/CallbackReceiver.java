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

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.socketio.AckReceiver;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import tools.jackson.databind.JavaType;

/**
 * Hands an ack to a callback of netty-socketio's.
 */
final class CallbackReceiver extends AckReceiver {

	private final AckCallback<?> callback;

	private final SocketIOClient client;

	CallbackReceiver(AckCallback<?> callback, SocketIOClient client) {
		this.callback = callback;
		this.client = client;
	}

	// The class of a callback says more than the class that it is given where that one is
	// generic: AckCallback<List<Seat>> is made with List.class.
	@Override
	public List<? extends Type> types(SocketIoJson json) {
		if (this.callback instanceof MultiTypeAckCallback multi) {
			return Arrays.asList(multi.getResultClasses());
		}
		Class<?> plain = this.callback.getResultClass();
		JavaType generic = json.typeArgument(this.callback.getClass(), AckCallback.class);
		return List.of(generic.hasRawClass(plain) ? generic : plain);
	}

	@Override
	public List<Class<?>> classes() {
		return (this.callback instanceof MultiTypeAckCallback multi) ? Arrays.asList(multi.getResultClasses())
				: List.of(this.callback.getResultClass());
	}

	@Override
	public int timeoutSeconds() {
		return this.callback.getTimeout();
	}

	@Override
	public void onAck(List<Object> arguments) {
		ClientScope.run(this.client, () -> call(arguments));
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private void call(List<Object> arguments) {
		AckCallback<Object> typed = (AckCallback<Object>) this.callback;
		if (this.callback instanceof MultiTypeAckCallback) {
			typed.onSuccess(new MultiTypeArgs(arguments));
		}
		else {
			typed.onSuccess((arguments.isEmpty()) ? null : arguments.get(0));
		}
	}

	@Override
	public void onTimeout() {
		ClientScope.run(this.client, this.callback::onTimeout);
	}

}
