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
import java.util.List;

/**
 * Waits for an ack and takes it as it came, checked but not read.
 */
public abstract class PayloadCallback extends AckReceiver {

	/**
	 * Called at most once, with the ack.
	 * @param payload its arguments
	 */
	protected abstract void onSuccess(JsonPayload payload);

	@Override
	public final void onAck(List<Object> arguments) {
		onSuccess((JsonPayload) arguments.get(0));
	}

	@Override
	public final List<? extends Type> types(SocketIoJson json) {
		return List.of();
	}

	@Override
	public final List<Class<?>> classes() {
		return List.of(JsonPayload.class);
	}

}
