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
import java.util.Objects;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The tickets and their messages, in the database.
 */
@Service
@Transactional
class Tickets {

	private final JdbcClient jdbc;

	Tickets(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Ticket open(String customer, NewTicket ticket) {
		KeyHolder key = new GeneratedKeyHolder();
		this.jdbc.sql("insert into ticket (customer, subject) values (:customer, :subject)")
			.param("customer", customer)
			.param("subject", ticket.subject())
			.update(key, "id");
		long id = Objects.requireNonNull(key.getKey()).longValue();
		reply(customer, new Reply(id, ticket.text()));
		return get(id);
	}

	Ticket get(long id) {
		return this.jdbc.sql("select id, customer, subject, agent, closed from ticket where id = :id")
			.param("id", id)
			.query(Ticket.class)
			.optional()
			.orElseThrow(() -> new TicketNotFoundException(id));
	}

	List<Message> messages(long id) {
		return this.jdbc.sql("select ticket, author, text from message where ticket = :id order by id")
			.param("id", id)
			.query(Message.class)
			.list();
	}

	Message reply(String author, Reply reply) {
		requireOpen(reply.ticket());
		this.jdbc.sql("insert into message (ticket, author, text) values (:ticket, :author, :text)")
			.param("ticket", reply.ticket())
			.param("author", author)
			.param("text", reply.text())
			.update();
		return new Message(reply.ticket(), author, reply.text());
	}

	Ticket take(long id, String agent) {
		requireOpen(id);
		this.jdbc.sql("update ticket set agent = :agent where id = :id").param("agent", agent).param("id", id).update();
		return get(id);
	}

	Ticket close(long id) {
		requireOpen(id);
		this.jdbc.sql("update ticket set closed = true where id = :id").param("id", id).update();
		return get(id);
	}

	private void requireOpen(long id) {
		if (get(id).closed()) {
			throw new TicketClosedException(id);
		}
	}

}
