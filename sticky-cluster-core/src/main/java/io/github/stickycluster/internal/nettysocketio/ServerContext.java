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

import io.github.stickycluster.internal.socketio.Broadcaster;
import io.github.stickycluster.internal.socketio.Observers;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import org.jspecify.annotations.Nullable;

/**
 * The shared parts of all namespaces of one server.
 *
 * @param json the JSON that the listeners' types are registered with
 * @param broadcaster reaches the clients of the whole cluster
 * @param observers told of failures
 * @param listenerObserver accompanies the calls of listeners, or {@code null} if nobody
 * does
 */
public record ServerContext(SocketIoJson json, Broadcaster broadcaster, Observers observers,
		@Nullable ListenerObserver listenerObserver) {

}
