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
import java.util.Map;
import java.util.Queue;

import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.transport.NamespaceClient;
import io.github.stickycluster.engineio.EngineIoConnection;
import io.netty.channel.Channel;

/**
 * netty-socketio's session without the methods that belong to its own transports, which
 * are not in use: nothing may call them.
 */
abstract class ReplacedClientHead extends ClientHead {

	ReplacedClientHead(SocketIoContext context, EngineIoConnection connection) {
		super(connection.id(), null, null, context.configuration().getStoreFactory(),
				new SocketHandshake(connection.handshake(), null), null, Transport.WEBSOCKET, null,
				context.configuration(), Map.of(EngineIOVersion.EIO, List.of(connection.version().getValue())));
	}

	@Override
	public final void bindChannel(Channel channel, Transport transport) {
		throw replaced();
	}

	@Override
	public final void releasePollingChannel(Channel channel) {
		throw replaced();
	}

	@Override
	public final boolean isTransportChannel(Channel channel, Transport transport) {
		throw replaced();
	}

	@Override
	public final void upgradeCurrentTransport(Transport currentTransport) {
		throw replaced();
	}

	@Override
	public final Queue<Packet> getPacketsQueue(Transport transport) {
		throw replaced();
	}

	@Override
	public final void cancelPing() {
		throw replaced();
	}

	@Override
	public final void cancelPingTimeout() {
		throw replaced();
	}

	@Override
	public final void schedulePing() {
		throw replaced();
	}

	@Override
	public final void schedulePingTimeout() {
		throw replaced();
	}

	@Override
	public final NamespaceClient addNamespaceClient(Namespace namespace) {
		throw replaced();
	}

	@Override
	public final void removeNamespaceClient(NamespaceClient client) {
		throw replaced();
	}

	@Override
	public final void onChannelDisconnect() {
		throw replaced();
	}

	private static UnsupportedOperationException replaced() {
		return new UnsupportedOperationException("netty-socketio's own transports are not in use");
	}

}
