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

package io.github.stickycluster.demo.chat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Receives the chat's events and answers each: with what was asked for, or with why not.
 */
@Component
class ChatListeners {

	private static final JoinRequest NOTHING_TO_JOIN = new JoinRequest(null, null);

	private static final MessageRequest NOTHING_SAID = new MessageRequest(null, null);

	private static final LeaveRequest NOTHING_TO_LEAVE = new LeaveRequest(null);

	private final Chat chat;

	private final SocketCluster cluster;

	ChatListeners(Chat chat, SocketCluster cluster) {
		this.chat = chat;
		this.cluster = cluster;
	}

	@OnEvent("join")
	Welcome join(SocketIOClient client, @Nullable JoinRequest request) {
		return this.chat.join(client, workerOf(client), Objects.requireNonNullElse(request, NOTHING_TO_JOIN));
	}

	@OnEvent("message")
	Outcome message(SocketIOClient client, @Nullable MessageRequest request) {
		return this.chat.say(client, Objects.requireNonNullElse(request, NOTHING_SAID));
	}

	@OnEvent("leave")
	Outcome leave(SocketIOClient client, @Nullable LeaveRequest request) {
		return this.chat.leave(client, Objects.requireNonNullElse(request, NOTHING_TO_LEAVE));
	}

	@OnEvent("whoami")
	WhoAmI whoami(SocketIOClient client) {
		String worker = workerOf(client);
		return new WhoAmI(worker, worker.substring(0, worker.lastIndexOf('-')), client.getSessionId().toString(),
				addressOf(client), client.getTransport().getValue());
	}

	@OnDisconnect
	void disconnected(SocketIOClient client) {
		this.chat.forget(client);
	}

	@SocketExceptionHandler
	Outcome refused(RefusedException ex) {
		return Outcome.refused(Objects.requireNonNull(ex.getMessage()));
	}

	private String workerOf(SocketIOClient client) {
		return this.cluster.workerOf(client.getSessionId())
			.orElseThrow(() -> new IllegalStateException("No worker holds the client " + client.getSessionId()));
	}

	private static String addressOf(SocketIOClient client) {
		SocketAddress address = client.getHandshakeData().getAddress();
		return (address instanceof InetSocketAddress inet) ? NetUtil.toAddressString(inet.getAddress())
				: address.toString();
	}

}
