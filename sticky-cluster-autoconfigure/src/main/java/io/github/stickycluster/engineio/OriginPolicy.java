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

package io.github.stickycluster.engineio;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may talk to the server: those of the server's own origin, and
 * those of the origins listed. A request without an {@code Origin} (no browser sent it,
 * or it is a same-origin GET) is let through unless {@code Sec-Fetch-Site} tells of
 * another site, as it does of a cross-site script or image.
 */
final class OriginPolicy {

	/** Allows every origin, without credentials. */
	static final String ANY = "*";

	private final boolean any;

	private final Set<String> allowed;

	/**
	 * Makes a policy.
	 * @param allowed origins such as {@code https://example.com}, or {@link #ANY}
	 */
	OriginPolicy(List<String> allowed) {
		this.any = allowed.contains(ANY);
		this.allowed = allowed.stream().map(OriginPolicy::normalize).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Whether a request with these headers may be served.
	 * @param headers the request's headers
	 * @return whether it may
	 */
	boolean permits(HttpHeaders headers) {
		String origin = headers.get(HttpHeaderNames.ORIGIN);
		if (origin != null) {
			return this.any || this.allowed.contains(normalize(origin)) || isSame(origin, headers);
		}
		String site = headers.get("sec-fetch-site");
		return this.any || site == null || site.equals("same-origin") || site.equals("none");
	}

	/**
	 * Adds the CORS headers of an answer to a permitted request.
	 * @param request the request's headers
	 * @param response the answer's headers
	 */
	void addHeaders(HttpHeaders request, HttpHeaders response) {
		String origin = request.get(HttpHeaderNames.ORIGIN);
		if (origin == null || !permits(request)) {
			return;
		}
		if (this.allowed.contains(normalize(origin))) {
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
	 * @param response the answer's headers
	 */
	void addPreflightHeaders(HttpHeaders request, HttpHeaders response) {
		addHeaders(request, response);
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

	private static boolean isSame(String origin, HttpHeaders headers) {
		String host = headers.get(HttpHeaderNames.HOST);
		int authority = origin.indexOf("://");
		if (host == null || authority < 0) {
			return false;
		}
		// The scheme is not known behind a proxy that ends TLS; the host and port tell
		// enough.
		String scheme = origin.substring(0, authority).toLowerCase(Locale.ROOT);
		return normalize(origin).equals(normalize(scheme + "://" + host));
	}

	private static String normalize(String origin) {
		String lower = origin.toLowerCase(Locale.ROOT);
		String standard = standardPort(lower);
		return (standard != null && lower.endsWith(standard)) ? lower.substring(0, lower.length() - standard.length())
				: lower;
	}

	private static @Nullable String standardPort(String origin) {
		if (origin.startsWith("http://")) {
			return ":80";
		}
		return origin.startsWith("https://") ? ":443" : null;
	}

}
