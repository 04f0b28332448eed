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

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Ends the requests of {@link SessionLogin} after the filter chain of Spring Security has
 * let them pass, and tells it who they are of. All other requests go on as if this filter
 * were not there.
 */
public final class SessionLoginFilter implements Filter {

	private final LoginTickets tickets;

	private final SecurityContextHolderStrategy contexts;

	/**
	 * Creates the filter.
	 * @param login waits for what the filter tells
	 * @param contexts has the context of a request
	 */
	public SessionLoginFilter(SessionLogin login, SecurityContextHolderStrategy contexts) {
		this.tickets = login.tickets();
		this.contexts = contexts;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String ticket = ((HttpServletRequest) request).getHeader(LoginRequest.TICKET);
		if (ticket != null && this.tickets.redeem(ticket, this.contexts.getContext().getAuthentication())) {
			((HttpServletResponse) response).setStatus(HttpServletResponse.SC_NO_CONTENT);
		}
		else {
			chain.doFilter(request, response);
		}
	}

}
