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

import java.util.concurrent.atomic.AtomicBoolean;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.github.stickycluster.internal.socketio.SocketIoSocket;

/**
 * The client of one {@link AckRequest}, which sends the ack. A close of the client's
 * session waits until the ack is sent, or cannot be sent any more.
 */
final class AckClient extends ClientView {

	private final AtomicBoolean owed = new AtomicBoolean(true);

	AckClient(SocketIoSocket socket, NamespaceView namespace) {
		super(socket, namespace);
	}

	/** Makes the request that listeners are given. */
	AckRequest request(Long ackId) {
		Packet asking = new Packet(PacketType.MESSAGE);
		asking.setAckId(ackId);
		return new AckRequest(asking, this);
	}

	@Override
	public void send(Packet packet) {
		try {
			super.send(packet);
		}
		finally {
			settle();
		}
	}

	/** Ends the waiting. */
	void settle() {
		if (this.owed.compareAndSet(true, false)) {
			socket().settled();
		}
	}

}
