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

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/**
 * Decodes the requests of one connection and encodes the responses: Netty's
 * {@code HttpServerCodec} with a {@link StrictRequestDecoder}, for which that final class
 * has no place.
 */
final class HttpCodec extends CombinedChannelDuplexHandler<StrictRequestDecoder, HttpResponseEncoder> {

	/** The methods of the requests that have no response yet. */
	private final Queue<HttpMethod> methods = new ArrayDeque<>(2);

	HttpCodec(HttpDecoderConfig config) {
		init(new StrictRequestDecoder(config, (request) -> this.methods.add(request.method())), new ResponseEncoder());
	}

	/** The half that decodes. */
	StrictRequestDecoder decoder() {
		return inboundHandler();
	}

	/**
	 * Encodes responses, those to HEAD without their body.
	 */
	private final class ResponseEncoder extends HttpResponseEncoder {

		@Override
		protected boolean isContentAlwaysEmpty(HttpResponse response) {
			boolean last = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
			HttpMethod method = (last) ? HttpCodec.this.methods.poll() : null;
			return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(response);
		}

	}

}
