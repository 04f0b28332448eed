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

import java.util.List;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;

/**
 * The acknowledgement of one event, which is sent at most once. Thread-safe, but for
 * {@link #request}.
 */
public interface EventAck {

	/** Of an event whose client asks for no acknowledgement. */
	EventAck NONE = new EventAck() {

		private static final Packet NO_ACK = new Packet(PacketType.MESSAGE);

		@Override
		public boolean isRequested() {
			return false;
		}

		@Override
		public boolean send(List<?> arguments) {
			return false;
		}

		@Override
		public AckRequest request(SocketIOClient client) {
			return new AckRequest(NO_ACK, client);
		}

	};

	/**
	 * Returns whether the client waits for it.
	 * @return whether the client asks for it
	 */
	boolean isRequested();

	/**
	 * Sends it, unless it was sent before.
	 * @param arguments its arguments
	 * @return whether it is sent now
	 * @throws RuntimeException if the arguments cannot be written; others may be sent
	 * then
	 */
	boolean send(List<?> arguments);

	/**
	 * Returns what listeners of netty-socketio's kind are given, the same at each call.
	 * Called on the thread of the listeners.
	 * @param client the client of the event
	 * @return the request
	 */
	AckRequest request(SocketIOClient client);

}
