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

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/**
 * Bounds the number of header fields that a decoded message has, and of its trailer
 * fields. A field of three bytes takes a hundred bytes of heap, so that a bound on the
 * size of a head alone does not bound its memory. Thread-safe.
 */
public final class RequestFields implements HttpHeadersFactory {

	/**
	 * The most fields of a request on the public port, as in Tomcat. Browsers send 20.
	 */
	public static final int MOST = 100;

	/** The most fields of a request to a worker's own port; a dispatcher adds a few. */
	public static final int MOST_RELAYED = 116;

	private final DefaultHttpHeadersFactory factory;

	private final int most;

	private RequestFields(DefaultHttpHeadersFactory factory, int most) {
		this.factory = factory;
		this.most = most;
	}

	/**
	 * Bounds the fields of decoded requests. One more makes a request malformed, with a
	 * {@link TooLongHttpHeaderException} as its cause.
	 * @param config the other limits, which stay as they are
	 * @param most the most fields
	 * @return a new configuration
	 */
	public static HttpDecoderConfig limit(HttpDecoderConfig config, int most) {
		return config.clone()
			.setHeadersFactory(new RequestFields(DefaultHttpHeadersFactory.headersFactory(), most))
			.setTrailersFactory(new RequestFields(DefaultHttpHeadersFactory.trailersFactory(), most));
	}

	@Override
	public HttpHeaders newHeaders() {
		return new Fields(this);
	}

	@Override
	public HttpHeaders newEmptyHeaders() {
		return new Fields(this);
	}

	/** Counts what the decoder adds. */
	private static final class Fields extends DefaultHttpHeaders {

		private final int most;

		private int count;

		Fields(RequestFields owner) {
			super(owner.factory.getNameValidator(), owner.factory.getValueValidator());
			this.most = owner.most;
		}

		@Override
		public HttpHeaders add(CharSequence name, Object value) {
			count();
			return super.add(name, value);
		}

		@Override
		public HttpHeaders add(String name, Object value) {
			count();
			return super.add(name, value);
		}

		private void count() {
			if (++this.count > this.most) {
				throw new TooLongHttpHeaderException("The request has more than " + this.most + " header fields");
			}
		}

	}

}
