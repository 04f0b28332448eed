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

package io.github.stickycluster.internal.security;

import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginTickets}.
 */
class LoginTicketsTests {

	private final LoginTickets tickets = new LoginTickets();

	private final TestingAuthenticationToken anna = new TestingAuthenticationToken("anna", "");

	@Test
	void redeemsATicketOnce() {
		try (LoginTickets.Ticket ticket = this.tickets.issue()) {
			assertThat(ticket.isRedeemed()).isFalse();
			assertThat(this.tickets.redeem(ticket.secret(), this.anna)).isTrue();
			assertThat(this.tickets.redeem(ticket.secret(), null)).isFalse();
			assertThat(ticket.isRedeemed()).isTrue();
			assertThat(ticket.authentication()).isSameAs(this.anna);
		}
	}

	@Test
	void redeemsNoTicketWhoseRequestHasEnded() {
		LoginTickets.Ticket ticket = this.tickets.issue();
		ticket.close();
		assertThat(this.tickets.redeem(ticket.secret(), this.anna)).isFalse();
		assertThat(ticket.authentication()).isNull();
	}

	@Test
	void issuesSecretsThatNobodyGuesses() {
		try (LoginTickets.Ticket one = this.tickets.issue(); LoginTickets.Ticket other = this.tickets.issue()) {
			assertThat(one.secret()).hasSize(32).isNotEqualTo(other.secret());
			assertThat(this.tickets.redeem("0".repeat(32), this.anna)).isFalse();
		}
	}

}
