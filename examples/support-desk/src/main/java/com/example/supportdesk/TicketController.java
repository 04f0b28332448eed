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

import io.github.stickycluster.cluster.SocketCluster;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What other systems ask by HTTP.
 */
@RestController
@RequestMapping("/tickets/{id}")
class TicketController {

	private final Tickets tickets;

	private final SocketCluster cluster;

	TicketController(Tickets tickets, SocketCluster cluster) {
		this.tickets = tickets;
		this.cluster = cluster;
	}

	@GetMapping
	Ticket get(@PathVariable long id) {
		return this.tickets.get(id);
	}

	@PostMapping("/close")
	Ticket close(@PathVariable long id) {
		Ticket closed = this.tickets.close(id);
		this.cluster.to(closed.room()).emit("closed", closed);
		this.cluster.of(AgentListeners.NAMESPACE).to(closed.room()).emit("closed", closed);
		return closed;
	}

}
