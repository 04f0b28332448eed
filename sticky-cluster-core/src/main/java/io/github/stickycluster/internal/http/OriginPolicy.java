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

package io.github.stickycluster.internal.http;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.stickycluster.internal.net.OriginPattern;
import io.github.stickycluster.internal.net.WebOrigin;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Decides which web pages may send requests: those of the server's own origin, and those
 * of the allowed origins. A request without an {@code Origin} (of a client other than a
 * browser, or a same-origin GET) is accepted unless {@code Sec-Fetch-Site} names another
 * site, as for a cross-site script or image.
 */
public final class OriginPolicy {

	/** Allows every origin, without credentials. */
	public static final String ANY = "*";

	private final boolean any;

	private final Set<WebOrigin> allowed;

	private final List<OriginPattern> patterns;

	/**
	 * Creates a policy.
	 * @param allowed origins such as {@code https://example.com}, or {@link #ANY}
	 */
	public OriginPolicy(List<String> allowed) {
		this(allowed, List.of());
	}

	/**
	 * Creates a policy.
	 * @param allowed origins such as {@code https://example.com}, or {@link #ANY}
	 * @param patterns patterns such as {@code https://*.example.com}, whose origins are
	 * allowed as if each was listed
	 */
	public OriginPolicy(List<String> allowed, List<String> patterns) {
		this.any = allowed.contains(ANY);
		this.allowed = allowed.stream()
			.map(WebOrigin::parse)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
		this.patterns = patterns.stream()
			.map(OriginPattern::parse)
			.filter(Objects::nonNull)
			.<OriginPattern>map(Objects::requireNonNull)
			.toList();
	}

	/**
	 * Whether a request with these headers may be served.
	 * @param headers the request's headers
	 * @param same whether its {@code Origin} is the server's own
	 * @return whether it may
	 */
	public boolean permits(HttpHeaders headers, boolean same) {
		String origin = headers.get(HttpHeaderNames.ORIGIN);
		if (origin != null) {
			return this.any || same || isListed(origin);
		}
		String site = headers.get("sec-fetch-site");
		return this.any || site == null || site.equals("same-origin") || site.equals("none");
	}

	/**
	 * Adds the CORS headers of a response to a permitted request.
	 * @param request the request's headers
	 * @param same whether its {@code Origin} is the server's own
	 * @param response the response's headers
	 */
	public void addHeaders(HttpHeaders request, boolean same, HttpHeaders response) {
		String origin = request.get(HttpHeaderNames.ORIGIN);
		if (origin == null || !permits(request, same)) {
			return;
		}
		if (isListed(origin)) {
			response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
			response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
			response.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
		}
		else if (this.any) {
			response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
		}
	}

	/**
	 * Adds what a preflight asks for, besides {@link #addHeaders}.
	 * @param request the preflight's headers
	 * @param same whether its {@code Origin} is the server's own
	 * @param response the response's headers
	 */
	public void addPreflightHeaders(HttpHeaders request, boolean same, HttpHeaders response) {
		addHeaders(request, same, response);
		if (!response.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
			return;
		}
		response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
		response.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
		String asked = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
		if (asked != null) {
			response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
		}
	}

	private boolean isListed(String origin) {
		if (this.allowed.isEmpty() && this.patterns.isEmpty()) {
			return false;
		}
		WebOrigin parsed = WebOrigin.parse(origin);
		return parsed != null && (this.allowed.contains(parsed)
				|| this.patterns.stream().anyMatch((pattern) -> pattern.matches(origin, parsed)));
	}

}
