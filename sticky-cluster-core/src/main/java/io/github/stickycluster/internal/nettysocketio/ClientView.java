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

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.socketio.ArgumentChecks;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket as applications know it. There is one for each, so that it may be compared by
 * identity. Thread-safe.
 */
class ClientView implements SocketIOClient {

	private static final Logger logger = LoggerFactory.getLogger(ClientView.class);

	private final SocketIoSocket socket;

	private final NamespaceView namespace;

	ClientView(SocketIoSocket socket, NamespaceView namespace) {
		this.socket = socket;
		this.namespace = namespace;
	}

	final SocketIoSocket socket() {
		return this.socket;
	}

	final NamespaceView view() {
		return this.namespace;
	}

	@Override
	public HandshakeData getHandshakeData() {
		return new HandshakeView(this.socket);
	}

	@Override
	public Transport getTransport() {
		return Transport.valueOf(this.socket.connection().transport().name());
	}

	@Override
	public EngineIOVersion getEngineIOVersion() {
		return (this.socket.connection().version() == EngineIoVersion.V4) ? EngineIOVersion.V4 : EngineIOVersion.V3;
	}

	@Override
	public boolean isWritable() {
		return this.socket.isWritable();
	}

	@Override
	public boolean isChannelOpen() {
		return this.socket.connection().isOpen();
	}

	@Override
	public SocketIONamespace getNamespace() {
		return this.namespace.of(this.socket);
	}

	@Override
	public UUID getSessionId() {
		return this.socket.id();
	}

	@Override
	public SocketAddress getRemoteAddress() {
		return this.socket.handshake().address();
	}

	// Sending

	@Override
	public void sendEvent(String name, Object... data) {
		this.socket.send(ArgumentChecks.present(name, "event"), arguments(data), (Long) null);
	}

	@Override
	public void sendEvent(String name, AckCallback<?> ackCallback, Object... data) {
		ArgumentChecks.present(ackCallback, "ackCallback");
		this.socket.send(name, arguments(data), new CallbackReceiver(ackCallback, this));
	}

	private static List<Object> arguments(Object[] data) {
		return Arrays.asList(ArgumentChecks.values(data));
	}

	@Override
	public void send(Packet packet, AckCallback<?> ackCallback) {
		ArgumentChecks.present(ackCallback, "ackCallback");
		this.socket.send(packet.getName(), data(packet), new CallbackReceiver(ackCallback, this));
	}

	@Override
	public void send(Packet packet) {
		if (packet.getSubType() == null) {
			return;
		}
		switch (packet.getSubType()) {
			case EVENT, BINARY_EVENT -> this.socket.send(packet.getName(), data(packet), packet.getAckId());
			case ACK, BINARY_ACK -> this.socket.acknowledge(packet.getAckId(), data(packet));
			case DISCONNECT -> disconnect();
			default -> logger.debug("A {} packet is not the application's to send", packet.getSubType());
		}
	}

	private static List<?> data(Packet packet) {
		List<?> data = packet.getData();
		return (data != null) ? data : List.of();
	}

	@Override
	public void disconnect() {
		this.socket.disconnect();
	}

	// Rooms

	@Override
	public void joinRoom(String room) {
		this.socket.join(Set.of(ArgumentChecks.room(room)));
	}

	@Override
	public void joinRooms(Set<String> rooms) {
		this.socket.join(ArgumentChecks.rooms(rooms));
	}

	@Override
	public void leaveRoom(String room) {
		this.socket.leave(Set.of(ArgumentChecks.room(room)));
	}

	@Override
	public void leaveRooms(Set<String> rooms) {
		this.socket.leave(ArgumentChecks.rooms(rooms));
	}

	/**
	 * Names the rooms that the client is in: as with Node, those it has joined and, while
	 * it is in its namespace, its own.
	 */
	@Override
	public Set<String> getAllRooms() {
		return Collections.unmodifiableSet(this.socket.rooms());
	}

	/**
	 * Counts a room's clients in this JVM: other nodes cannot be asked without waiting.
	 */
	@Override
	public int getCurrentRoomSize(String room) {
		return this.namespace.roomSize(this.socket, ArgumentChecks.room(room));
	}

	// Data

	@Override
	public void set(String key, Object value) {
		this.socket.data().set(key, value);
	}

	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals", "NullAway" })
	public <T> @Nullable T get(String key) {
		return (T) this.socket.data().get(key);
	}

	@Override
	public boolean has(String key) {
		return this.socket.data().has(key);
	}

	@Override
	public void del(String key) {
		this.socket.data().del(key);
	}

	@Override
	public String toString() {
		return this.socket.toString();
	}

}
