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

import io.github.stickycluster.test.SocketIoTest;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * The listeners without the database.
 */
@SocketIoTest({ CustomerListeners.class, Errors.class })
class CustomerListenersTests {

	private static final Ticket TICKET = new Ticket(7, "ada", "Engine", null, false);

	@MockitoBean
	private Tickets tickets;

	private SocketTestClient ada;

	@BeforeEach
	void connect(SocketTestClientBuilder client) {
		given(this.tickets.get(7)).willReturn(TICKET);
		this.ada = client.query("name", "ada").connect();
	}

	@Test
	void answersWithTheOpenedTicket() {
		NewTicket asked = new NewTicket("Engine", "It stands still");
		given(this.tickets.open("ada", asked)).willReturn(TICKET);
		this.ada.emitWithAck("open", asked).expect(Ticket.class).isEqualTo(TICKET);
	}

	@Test
	void namesTheFieldsThatAreNotValid() {
		this.ada.emitWithAck("open", new NewTicket("", " "))
			.expectError()
			.hasStatus(400)
			.hasFieldErrors("subject", "text");
		then(this.tickets).should(never()).open(any(), any());
	}

	@Test
	void answersWithTheMessagesOfATicket() {
		List<Message> messages = List.of(new Message(7, "ada", "Hello"));
		given(this.tickets.messages(7)).willReturn(messages);
		this.ada.emitWithAck("follow", 7).expect(new ParameterizedTypeReference<List<Message>>() {
		}).isEqualTo(messages);
	}

	@Test
	void refusesTheTicketOfAnotherCustomer(SocketTestClientBuilder client) {
		client.query("name", "bob")
			.connect()
			.emitWithAck("follow", 7)
			.expectError()
			.hasStatus(403)
			.hasDetail("The ticket is another customer's");
	}

	@Test
	void knowsNoOtherTicket() {
		given(this.tickets.get(8)).willThrow(new TicketNotFoundException(8));
		this.ada.emitWithAck("follow", 8).expectError().hasStatus(404).hasDetail("There is no such ticket");
	}

	@Test
	void tellsThatTheTicketIsClosed() {
		Reply reply = new Reply(7, "Thank you");
		given(this.tickets.reply("ada", reply)).willThrow(new TicketClosedException(7));
		this.ada.emitWithAck("reply", reply).expectError().hasStatus(409).hasProperty("ticket", 7);
	}

}
