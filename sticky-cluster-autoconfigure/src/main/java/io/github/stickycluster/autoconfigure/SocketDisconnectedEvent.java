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

package io.github.stickycluster.autoconfigure;

import java.util.Set;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.DisconnectReason;

/**
 * Event that is published when a client has left its namespace, after the
 * {@code @OnDisconnect} methods were called. The client's attributes are still there. A
 * {@link RoomLeftEvent} for each of its rooms comes before.
 *
 * @since 0.1.0
 */
public class SocketDisconnectedEvent extends SocketEvent {

	private final DisconnectReason reason;

	private final transient Set<String> rooms;

	/**
	 * Creates the event.
	 * @param source the publisher of the event
	 * @param client the client
	 * @param reason why it has left
	 * @param rooms the rooms that it was in until then
	 */
	public SocketDisconnectedEvent(Object source, SocketIOClient client, DisconnectReason reason, Set<String> rooms) {
		super(source, client);
		this.reason = reason;
		this.rooms = Set.copyOf(rooms);
	}

	/**
	 * Returns why the client has left.
	 * @return the reason
	 */
	public DisconnectReason getReason() {
		return this.reason;
	}

	/**
	 * Returns the rooms that the client was in until it left.
	 * @return the rooms that it had joined
	 */
	public Set<String> getRooms() {
		return this.rooms;
	}

}
