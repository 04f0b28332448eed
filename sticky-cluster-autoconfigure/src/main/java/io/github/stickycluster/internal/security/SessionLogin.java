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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;

/**
 * Finds out who is logged in to the application's pages: sends a request with the cookies
 * of a client through the filter chain of the application's own web server. Thread-safe.
 */
public final class SessionLogin {

	/** The parameter of a script that polls, which any page may include. */
	static final String JSONP = "j";

	private static final int SERVER_ERROR = 500;

	private static final Logger logger = LoggerFactory.getLogger(SessionLogin.class);

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final LoginTickets tickets = new LoginTickets();

	private final Supplier<@Nullable InetSocketAddress> server;

	private final String path;

	/**
	 * Creates the login.
	 * @param server tells where the web server listens, or {@code null} while it does not
	 * @param path the path of the request, with the context path
	 */
	public SessionLogin(Supplier<@Nullable InetSocketAddress> server, String path) {
		this.server = server;
		this.path = path;
	}

	/**
	 * Returns the tickets of the requests that are on their way.
	 */
	LoginTickets tickets() {
		return this.tickets;
	}

	/**
	 * Asks the web server who a client is. Blocks.
	 * @return the authentication, or {@code null} if the client has no cookie of somebody
	 * who is logged in
	 * @throws AuthenticationServiceException if the web server cannot tell
	 */
	@Nullable Authentication login(Handshake handshake) {
		if (handshake.header("Cookie") == null || handshake.parameter(JSONP) != null) {
			return null;
		}
		InetSocketAddress address = this.server.get();
		if (address == null) {
			throw new AuthenticationServiceException("The web server that has the sessions does not listen");
		}
		try (LoginTickets.Ticket ticket = this.tickets.issue()) {
			int status = LoginRequest.send(address, this.path, ticket.secret(), handshake);
			if (!ticket.isRedeemed()) {
				return refusedByChain(status);
			}
			Authentication authentication = ticket.authentication();
			return (authentication != null && this.trust.isAuthenticated(authentication)) ? authentication : null;
		}
		catch (IOException ex) {
			throw new AuthenticationServiceException("The web server does not respond to a request for a session", ex);
		}
	}

	private @Nullable Authentication refusedByChain(int status) {
		if (status >= SERVER_ERROR) {
			throw new AuthenticationServiceException(
					"The web server responds to a request for a session with the status " + status);
		}
		logger.debug("The filter chain has answered {} to a request for a session on {}", status, this.path);
		return null;
	}

}
