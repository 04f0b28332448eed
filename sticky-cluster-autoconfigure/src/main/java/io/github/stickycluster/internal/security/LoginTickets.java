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

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * The tickets of requests that this process sends to its own web server to learn whose
 * session a cookie is of. A ticket is a secret of 128 bits, and is valid once and only
 * until its request has ended: a client that sends the same request has none.
 * Thread-safe.
 */
final class LoginTickets {

	private static final int BYTES = 16;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, Ticket> open = new ConcurrentHashMap<>();

	/**
	 * Issues a ticket, which must be closed.
	 */
	Ticket issue() {
		byte[] secret = new byte[BYTES];
		this.random.nextBytes(secret);
		Ticket ticket = new Ticket(HexFormat.of().formatHex(secret));
		this.open.put(ticket.secret, ticket);
		return ticket;
	}

	/**
	 * Redeems a ticket.
	 * @param secret what a request has sent as one
	 * @param authentication the authentication of the request, or {@code null}
	 * @return whether it was a ticket
	 */
	boolean redeem(String secret, @Nullable Authentication authentication) {
		Ticket ticket = this.open.remove(secret);
		if (ticket == null) {
			return false;
		}
		ticket.authentication = authentication;
		ticket.redeemed = true;
		return true;
	}

	/**
	 * The ticket of one request.
	 */
	final class Ticket implements AutoCloseable {

		private final String secret;

		private volatile @Nullable Authentication authentication;

		private volatile boolean redeemed;

		private Ticket(String secret) {
			this.secret = secret;
		}

		String secret() {
			return this.secret;
		}

		/**
		 * Returns whether the request has come through the filter chain.
		 */
		boolean isRedeemed() {
			return this.redeemed;
		}

		/**
		 * Returns the authentication of the request, or {@code null} if it has none.
		 */
		@Nullable Authentication authentication() {
			return this.authentication;
		}

		@Override
		public void close() {
			LoginTickets.this.open.remove(this.secret);
		}

	}

}
