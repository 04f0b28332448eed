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

package io.github.stickycluster.internal.engineio;

import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.QueryStrings;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The path and the Engine.IO parameters of a request's URI. If a parameter occurs more
 * than once, its last value counts, as in the reference server. Routers must read the
 * {@code sid} by this class, so that router and worker never differ.
 *
 * @param path the path, not decoded
 * @param version the {@code EIO} parameter
 * @param transport the {@code transport} parameter
 * @param sid the {@code sid} parameter; an empty one is the same as none
 * @param jsonp the {@code j} parameter: the index of a JSONP callback
 * @param base64 whether a {@code b64} parameter asks for base64 instead of binary
 */
public record EngineIoQuery(String path, @Nullable String version, @Nullable String transport, @Nullable String sid,
		@Nullable String jsonp, boolean base64) {

	/**
	 * Takes a request's URI apart, once for all who route. Call it on the channel's event
	 * loop.
	 * @param exchange the request
	 * @return its path and parameters
	 */
	public static EngineIoQuery of(HttpExchange exchange) {
		if (exchange.attachment() instanceof EngineIoQuery present) {
			return present;
		}
		EngineIoQuery query = parse(exchange.request().uri());
		exchange.attach(query);
		return query;
	}

	/**
	 * Reads a request's URI in origin form or absolute form.
	 * @param uri the URI of the request line
	 * @return its path and parameters
	 */
	public static EngineIoQuery parse(String uri) {
		int fragment = uri.indexOf('#');
		String target = (fragment < 0) ? uri : uri.substring(0, fragment);
		int question = target.indexOf('?');
		Parameters parameters = new Parameters();
		if (question >= 0) {
			parameters.read(target, question + 1);
		}
		return parameters.query(path((question < 0) ? target : target.substring(0, question)));
	}

	/**
	 * Whether a request asks for a new session, which it gets if nothing else is wrong
	 * with it. Whoever limits new sessions must ask here, so that what is counted and
	 * what is opened never differ.
	 * @param method the request's method
	 * @return whether it is a GET with a transport and without a session id
	 */
	public boolean opensSession(HttpMethod method) {
		return this.sid == null && this.transport != null && HttpMethod.GET.equals(method);
	}

	/**
	 * Returns what the log may tell: the path, and of the query no more than the
	 * abbreviated session id.
	 */
	@Override
	public String toString() {
		if (this.sid == null) {
			return this.path;
		}
		return this.path + " sid=" + ((SessionId.parse(this.sid) != null) ? AbbreviatedId.of(this.sid) : "malformed");
	}

	private static String path(String target) {
		if (target.startsWith("/")) {
			return target;
		}
		int authority = target.indexOf("://");
		int slash = (authority < 0) ? -1 : target.indexOf('/', authority + 3);
		return (slash < 0) ? target : target.substring(slash);
	}

	/** Collects the few parameters that matter while walking the query once. */
	private static final class Parameters {

		private @Nullable String version;

		private @Nullable String transport;

		private @Nullable String sid;

		private @Nullable String jsonp;

		private boolean base64;

		private void read(String uri, int start) {
			int from = start;
			while (from < uri.length()) {
				int end = uri.indexOf('&', from);
				end = (end < 0) ? uri.length() : end;
				int equals = uri.indexOf('=', from);
				equals = (equals < 0 || equals > end) ? end : equals;
				add(uri, from, equals, end);
				from = end + 1;
			}
		}

		private void add(String uri, int from, int equals, int end) {
			if (is("EIO", uri, from, equals)) {
				this.version = value(uri, equals, end);
			}
			else if (is("transport", uri, from, equals)) {
				this.transport = value(uri, equals, end);
			}
			else if (is("sid", uri, from, equals)) {
				String value = value(uri, equals, end);
				this.sid = value.isEmpty() ? null : value;
			}
			else if (is("j", uri, from, equals)) {
				this.jsonp = value(uri, equals, end);
			}
			else if (is("b64", uri, from, equals)) {
				this.base64 = !value(uri, equals, end).isEmpty();
			}
		}

		private static boolean is(String name, String uri, int from, int equals) {
			return equals - from == name.length() && uri.startsWith(name, from);
		}

		private static String value(String uri, int equals, int end) {
			String value = (equals < end) ? uri.substring(equals + 1, end) : "";
			return (value.indexOf('%') < 0 && value.indexOf('+') < 0) ? value : QueryStrings.decode(value);
		}

		private EngineIoQuery query(String path) {
			return new EngineIoQuery(path, this.version, this.transport, this.sid, this.jsonp, this.base64);
		}

	}

}
