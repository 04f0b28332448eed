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
import java.util.Map;

import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.test.AutoConfigureSocketTestClient;
import io.github.stickycluster.test.PendingAck;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The whole application, with its database, on free ports.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureSocketTestClient
@AutoConfigureRestTestClient
class SupportDeskTests {

	private static final ParameterizedTypeReference<List<Message>> MESSAGES = new ParameterizedTypeReference<>() {
	};

	@Autowired
	private RestTestClient rest;

	private SocketTestClient ada;

	private SocketTestClient grace;

	@BeforeEach
	void connect(SocketTestClientBuilder customer, SocketTestClientBuilder agent) {
		this.ada = customer.query("name", "ada").connect();
		this.grace = agent.namespace("/agents").auth(Map.of("token", "token-of-grace")).connect();
	}

	@Test
	void aCustomerAndAnAgentTalk() {
		Ticket ticket = open();
		this.grace.expect("opened", Ticket.class).isEqualTo(ticket);
		this.grace.emitWithAck("take", ticket.id())
			.expect(MESSAGES)
			.isEqualTo(List.of(new Message(ticket.id(), "ada", "It stands still")));
		this.ada.expect("taken", Ticket.class).extracting(Ticket::agent).isEqualTo("grace");

		this.grace.emit("reply", new Reply(ticket.id(), "Is it plugged in?"));
		this.ada.expect("said", Message.class).isEqualTo(new Message(ticket.id(), "grace", "Is it plugged in?"));
		this.ada.emitWithAck("reply", new Reply(ticket.id(), "It is steam")).expect().hasArguments();
		this.grace.expect("said", Message.class);
		this.grace.expect("said", Message.class).isEqualTo(new Message(ticket.id(), "ada", "It is steam"));
	}

	@Test
	void theAgentsAnswerACall() {
		Ticket ticket = open();
		PendingAck call = this.ada.emitWithAck("call", ticket.id());
		this.grace.expect("free", Long.class).isEqualTo(ticket.id()).ack(true);
		call.expect().hasArguments(1);
	}

	@Test
	void aTicketIsClosedByHttp() {
		Ticket ticket = open();
		this.rest.post().uri("/tickets/{id}/close", ticket.id()).exchange().expectStatus().isOk();
		this.ada.expect("closed", Ticket.class).extracting(Ticket::closed).isEqualTo(true);
		this.rest.post()
			.uri("/tickets/{id}/close", ticket.id())
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.ticket")
			.isEqualTo(ticket.id());
		this.ada.emitWithAck("reply", new Reply(ticket.id(), "Thank you"))
			.expectError()
			.hasStatus(409)
			.hasDetail("The ticket " + ticket.id() + " is closed")
			.hasProperty("ticket", ticket.id());
	}

	@Test
	void anErrorWithoutAnAckIsAnEvent() {
		this.ada.emit("reply", new Reply(0, ""));
		this.ada.expectError("failed").hasStatus(400).hasFieldErrors("text", "ticket");
	}

	@Test
	void onlyAgentsEnterTheirNamespace(SocketTestClientBuilder customer) {
		customer.namespace("/agents").expectConnectError().hasMessage("Agents only");
	}

	@Test
	void customersHaveNames(SocketTestClientBuilder customer) {
		customer.expectConnectError().hasMessage("Who are you?").hasData(Map.of("missing", "name"));
	}

	@Test
	void listenersDoNotBlockAnEventLoop() {
		this.ada.emitWithAck("thread").expect(String.class).asString().contains("task-");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersRunOnVirtualThreads() {
		this.ada.emitWithAck("thread").expect(String.class).asString().startsWith("VirtualThread");
	}

	private Ticket open() {
		return this.ada.emitWithAck("open", new NewTicket("Engine", "It stands still")).expect(Ticket.class).value();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Threads {

		@OnEvent("thread")
		String thread() {
			return Thread.currentThread().toString();
		}

	}

}
