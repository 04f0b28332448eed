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

package io.github.stickycluster.internal.worker;

import java.util.concurrent.Executor;

import io.github.stickycluster.internal.socketio.ListenerCalls;
import io.github.stickycluster.internal.socketio.SocketIoObserver;

/**
 * The executor of the workers' listeners, unless they run on the event loops.
 *
 * @param executor runs them; it may refuse a call, which is then tried again
 * @param queueCapacity how many calls of one client may wait before nothing more is read
 * from it, 1 or more
 */
public record ListenerSettings(Executor executor, int queueCapacity) {

	ListenerCalls calls(SocketIoObserver observer) {
		return new ListenerCalls(this.executor, this.queueCapacity, observer);
	}

}
