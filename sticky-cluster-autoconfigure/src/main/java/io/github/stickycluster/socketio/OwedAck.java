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

package io.github.stickycluster.socketio;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;

/**
 * An acknowledgement that a client has asked for. Its session waits for it when it is to
 * be closed, until the acknowledgement is sent or nobody will send it.
 */
final class OwedAck extends AckRequest {

	private final SocketIoSession session;

	private final AtomicBoolean owed = new AtomicBoolean(true);

	OwedAck(Packet asking, SocketIOClient client, SocketIoSession session) {
		super(asking, client);
		this.session = session;
		session.asked();
	}

	@Override
	public void sendAckData(List<Object> data) {
		try {
			super.sendAckData(data);
		}
		finally {
			settle();
		}
	}

	/**
	 * Ends the waiting for an acknowledgement that nobody will send, if the client has
	 * asked for one.
	 */
	static void giveUp(AckRequest request) {
		if (request instanceof OwedAck ack) {
			ack.settle();
		}
	}

	private void settle() {
		if (this.owed.compareAndSet(true, false)) {
			this.session.answered();
		}
	}

}
