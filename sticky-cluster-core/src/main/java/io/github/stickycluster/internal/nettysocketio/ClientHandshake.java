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
import io.github.stickycluster.internal.engineio.HandshakeRequest;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.socketio.Handshake;

/**
 * Finds the handshakes of clients.
 */
public final class ClientHandshake {

	private ClientHandshake() {
	}

	/**
	 * Returns the handshake of a client.
	 * @param client a client of this server
	 * @return the handshake, which parses what is asked for once
	 */
	public static Handshake of(SocketIOClient client) {
		SocketIoSocket socket = ((ClientView) client).socket();
		return new HandshakeRequest(socket.handshake(), socket::authToken, socket.namespace()::variables);
	}

}
