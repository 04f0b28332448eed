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
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * Waits for one ack.
 */
public abstract class AckReceiver {

	private @Nullable Future<?> timer;

	/**
	 * Returns the types that the arguments are read as.
	 * @param json tells generic types
	 * @return the types
	 */
	public abstract List<? extends Type> types(SocketIoJson json);

	/**
	 * Returns the classes that were declared, for messages.
	 * @return the classes
	 */
	public abstract List<Class<?>> classes();

	/**
	 * The ack came.
	 * @param arguments its arguments, as many as were sent and declared
	 */
	public abstract void onAck(List<Object> arguments);

	/**
	 * No ack will come any more.
	 */
	public abstract void onTimeout();

	/**
	 * Returns how long the ack may take.
	 * @return seconds, or a negative number for no limit
	 */
	public int timeoutSeconds() {
		return -1;
	}

	// Called under the lock of those that wait.
	void start(Future<?> timer) {
		this.timer = timer;
	}

	AckReceiver stop() {
		if (this.timer != null) {
			this.timer.cancel(false);
		}
		return this;
	}

}
