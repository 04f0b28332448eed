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

package io.github.stickycluster.internal.dispatch;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.stickycluster.internal.engineio.EngineIoQuery;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.HttpRouter;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Serves the scripts of the browser client below the Socket.IO path, as the reference
 * server does, before requests are routed to workers. Pages of any origin may load them.
 */
final class ClientScripts implements HttpRouter {

	private static final String CACHE_CONTROL = "public, max-age=0";

	private final Map<String, ClientScript> scripts;

	private final OriginPolicy origins;

	private final HttpRouter next;

	/**
	 * Creates the router.
	 * @param path the path of Socket.IO
	 * @param scripts the scripts
	 * @param origins tells which pages may read the scripts, rather than only run them
	 * @param next serves all other requests
	 */
	ClientScripts(String path, Collection<ClientScript> scripts, OriginPolicy origins, HttpRouter next) {
		this.scripts = scripts.stream()
			.collect(Collectors.toUnmodifiableMap((script) -> path + "/" + script.name(), (script) -> script));
		this.origins = origins;
		this.next = next;
	}

	@Override
	public void route(HttpExchange exchange) {
		ClientScript script = find(exchange);
		if (script != null) {
			exchange.respond(response(exchange, script));
		}
		else {
			this.next.route(exchange);
		}
	}

	private @Nullable ClientScript find(HttpExchange exchange) {
		HttpMethod method = exchange.request().method();
		boolean read = HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
		return read ? this.scripts.get(EngineIoQuery.of(exchange).path()) : null;
	}

	private FullHttpResponse response(HttpExchange exchange, ClientScript script) {
		HttpRequest request = exchange.request();
		boolean known = script.isKnown(request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH));
		boolean compressed = request.headers()
			.containsValue(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP, true);
		ByteBuf body = known ? Unpooled.EMPTY_BUFFER : script.body(compressed);
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK, body);
		HttpHeaders headers = response.headers();
		this.origins.addHeaders(request.headers(), exchange.isSameOrigin(), headers);
		headers.set(HttpHeaderNames.CACHE_CONTROL, CACHE_CONTROL);
		headers.set(HttpHeaderNames.ETAG, script.tag());
		headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
		if (!known) {
			headers.set(HttpHeaderNames.CONTENT_TYPE, script.contentType());
		}
		if (!known && compressed) {
			headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
		}
		return response;
	}

}
