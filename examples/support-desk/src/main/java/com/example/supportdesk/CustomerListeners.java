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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.OnEvent;
import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * What customers send.
 */
@Component
class CustomerListeners {

	private final Tickets tickets;

	private final SocketCluster cluster;

	CustomerListeners(Tickets tickets, SocketCluster cluster) {
		this.tickets = tickets;
		this.cluster = cluster;
	}

	@OnEvent("open")
	Ticket open(SocketIOClient client, @Valid NewTicket ticket) {
		Ticket opened = this.tickets.open(client.get("name"), ticket);
		client.joinRoom(opened.room());
		this.cluster.of(AgentListeners.NAMESPACE).emit("opened", opened);
		return opened;
	}

	@OnEvent("follow")
	List<Message> follow(SocketIOClient client, long id) {
		requireOwn(client, id);
		client.joinRoom(Ticket.room(id));
		return this.tickets.messages(id);
	}

	@OnEvent("reply")
	void reply(SocketIOClient client, @Valid Reply reply) {
		requireOwn(client, reply.ticket());
		Message message = this.tickets.reply(client.get("name"), reply);
		Said.to(this.cluster, message);
	}

	/**
	 * Asks all agents, and answers how many of them are free.
	 */
	@OnEvent("call")
	CompletableFuture<Long> call(SocketIOClient client, long id) {
		requireOwn(client, id);
		return this.cluster.of(AgentListeners.NAMESPACE)
			.timeout(Duration.ofSeconds(2))
			.emitWithAck(Boolean.class, "free", id)
			.thenApply((acks) -> acks.values().stream().filter(Boolean.TRUE::equals).count());
	}

	private void requireOwn(SocketIOClient client, long id) {
		if (!this.tickets.get(id).customer().equals(client.get("name"))) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN, "The ticket is another customer's");
		}
	}

}
