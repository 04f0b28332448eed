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

package io.github.stickycluster.demo.web;

import java.io.IOException;
import java.util.stream.Collectors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Forbids the pages whatever they do not need: inline scripts and styles, frames, and any
 * host but this one and those of the other nodes.
 */
@Component
class SecurityHeadersFilter extends OncePerRequestFilter {

	/** {@code 'self'} covers Socket.IO's WebSocket, since it has the pages' origin. */
	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'%s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final String policy;

	SecurityHeadersFilter(NodeOrigins origins) {
		// Of another origin, "http:" does not cover "ws:".
		this.policy = POLICY.formatted(origins.all()
			.stream()
			.map((origin) -> " " + origin + " " + origin.replaceFirst("(?i)^http", "ws"))
			.collect(Collectors.joining()));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader("Content-Security-Policy", this.policy);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		chain.doFilter(request, response);
	}

}
