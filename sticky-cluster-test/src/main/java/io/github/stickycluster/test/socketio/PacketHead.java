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

package io.github.stickycluster.test.socketio;

import io.github.stickycluster.test.engineio.EngineIoException;

/**
 * The digit that a packet begins with: its type, and whether attachments follow.
 *
 * @param type the type
 * @param binary whether the number of attachments follows
 */
record PacketHead(SocketIoPacket.Type type, boolean binary) {

	static PacketHead parse(String text) {
		return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
			case '0' -> new PacketHead(SocketIoPacket.Type.CONNECT, false);
			case '1' -> new PacketHead(SocketIoPacket.Type.DISCONNECT, false);
			case '2' -> new PacketHead(SocketIoPacket.Type.EVENT, false);
			case '3' -> new PacketHead(SocketIoPacket.Type.ACK, false);
			case '4' -> new PacketHead(SocketIoPacket.Type.CONNECT_ERROR, false);
			case '5' -> new PacketHead(SocketIoPacket.Type.EVENT, true);
			case '6' -> new PacketHead(SocketIoPacket.Type.ACK, true);
			default -> throw new EngineIoException("Not a Socket.IO packet: \"" + text + "\"");
		};
	}

	char digit() {
		return switch (this.type) {
			case CONNECT -> '0';
			case DISCONNECT -> '1';
			case EVENT -> this.binary ? '5' : '2';
			case ACK -> this.binary ? '6' : '3';
			case CONNECT_ERROR -> '4';
		};
	}

}
