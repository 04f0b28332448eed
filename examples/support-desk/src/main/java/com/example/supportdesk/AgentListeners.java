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

package com.example.supportdesk;

import java.util.List;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;
import jakarta.validation.Valid;

import org.springframework.stereotype.Component;

/**
 * What agents send.
 */
@Component
@SocketNamespace(AgentListeners.NAMESPACE)
class AgentListeners {

	static final String NAMESPACE = "/agents";

	private final Tickets tickets;

	private final SocketCluster cluster;

	AgentListeners(Tickets tickets, SocketCluster cluster) {
		this.tickets = tickets;
		this.cluster = cluster;
	}

	@OnEvent("take")
	List<Message> take(SocketIOClient client, long id) {
		Ticket ticket = this.tickets.take(id, client.get("name"));
		client.joinRoom(ticket.room());
		this.cluster.to(ticket.room()).emit("taken", ticket);
		return this.tickets.messages(id);
	}

	@OnEvent("reply")
	void reply(SocketIOClient client, @Valid Reply reply) {
		Said.to(this.cluster, this.tickets.reply(client.get("name"), reply));
	}

}
