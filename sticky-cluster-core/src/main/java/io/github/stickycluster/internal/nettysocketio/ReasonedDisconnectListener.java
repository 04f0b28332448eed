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

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.DisconnectListener;
import io.github.stickycluster.socketio.DisconnectReason;

/**
 * A disconnect listener that receives the reason.
 */
@FunctionalInterface
public interface ReasonedDisconnectListener extends DisconnectListener {

	/**
	 * A client has left its namespace.
	 * @param client the client
	 * @param reason why it has left
	 */
	void onDisconnect(SocketIOClient client, DisconnectReason reason);

	/**
	 * Is not called: the other method is.
	 */
	@Override
	default void onDisconnect(SocketIOClient client) {
		throw new UnsupportedOperationException("Called with a reason only");
	}

}
