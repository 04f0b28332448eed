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

package io.github.stickycluster.cluster;

import java.util.List;
import java.util.Set;

import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;

/**
 * The message that carries an event to the clients of a namespace on every worker.
 *
 * @param namespace netty-socketio's name of the namespace
 * @param rooms the event goes to clients in at least one of these rooms; empty for all
 * @param except clients in one of these rooms are left out
 * @param event the event's name
 * @param args the event's arguments; must not change any more
 */
record Broadcast(String namespace, Set<String> rooms, Set<String> except, String event, List<Object> args) {

	/**
	 * Returns the event as one packet for all clients of a worker: our sockets only read
	 * it, and one that is sent again and again is encoded once.
	 */
	Packet toPacket() {
		Packet packet = new Packet(PacketType.MESSAGE, EngineIOVersion.UNKNOWN);
		packet.setSubType(PacketType.EVENT);
		packet.setName(this.event);
		packet.setData(this.args);
		return packet;
	}

}
