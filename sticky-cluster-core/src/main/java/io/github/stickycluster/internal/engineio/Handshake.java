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

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Interner;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.QueryStrings;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request that opened a session. Its headers are packed, and its parameters only in
 * the URL, since few applications read them after the handshake; each read parses them
 * again. Immutable.
 */
public final class Handshake {

	private final HeaderBlock headers;

	private final String url;

	private final InetSocketAddress address;

	private final InetSocketAddress local;

	private final boolean secure;

	private final byte @Nullable [] certificate;

	private final long millis = System.currentTimeMillis();

	/**
	 * Keeps a request.
	 * @param headers its headers
	 * @param commons keeps what is common to the headers of several requests once
	 * @param url its URL, with the parameters
	 * @param address the client's real address
	 * @param local the address that the client connected to
	 * @param secure whether the client has sent it by TLS
	 */
	public Handshake(HttpHeaders headers, Interner<String> commons, String url, InetSocketAddress address,
			InetSocketAddress local, boolean secure) {
		this(headers, commons, url, address, local, secure, null);
	}

	private Handshake(HttpHeaders headers, Interner<String> commons, String url, InetSocketAddress address,
			InetSocketAddress local, boolean secure, byte @Nullable [] certificate) {
		this.headers = HeaderBlock.of(headers, commons);
		this.url = url;
		this.address = address;
		this.local = local;
		this.secure = secure;
		this.certificate = certificate;
	}

	static Handshake of(HttpExchange exchange, Interner<String> commons) {
		// First, since a node that relays has told them in headers, which go then.
		boolean secure = exchange.isSecure();
		byte[] certificate = exchange.clientCertificate();
		HttpRequest request = exchange.request();
		return new Handshake(request.headers(), commons, request.uri(), exchange.clientAddress(), local(exchange),
				secure, certificate);
	}

	/** The heap of what is kept of the request. */
	int cost() {
		return this.headers.cost() + this.url.length() + ((this.certificate != null) ? this.certificate.length : 0);
	}

	/**
	 * Reads the headers.
	 * @return the headers, a new object at each call
	 */
	public HttpHeaders headers() {
		return this.headers.unpack();
	}

	/**
	 * Reads the URL's parameters.
	 * @return the parameters, a new object at each call
	 */
	public Map<String, List<String>> parameters() {
		return QueryStrings.ofUri(this.url);
	}

	/**
	 * Returns the URL.
	 * @return the path and the parameters
	 */
	public String url() {
		return this.url;
	}

	/**
	 * Returns the client's real address, whatever proxy or node the request came through.
	 * @return the address
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Returns the address that the client connected to.
	 * @return the address
	 */
	public InetSocketAddress local() {
		return this.local;
	}

	/**
	 * Returns whether the client has sent the request by TLS.
	 * @return whether it has, to the server or to the first trusted proxy
	 */
	public boolean isSecure() {
		return this.secure;
	}

	/**
	 * Parses the certificate by which the client has proved who it is.
	 * @return the certificate, a new object at each call, or {@code null} if there is
	 * none
	 */
	public @Nullable X509Certificate clientCertificate() {
		if (this.certificate == null) {
			return null;
		}
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(this.certificate));
		}
		catch (CertificateException ex) {
			throw new IllegalStateException("The certificate of the client cannot be parsed again", ex);
		}
	}

	/**
	 * Returns when the request came.
	 * @return the time
	 */
	public Instant time() {
		return Instant.ofEpochMilli(this.millis);
	}

	/**
	 * Returns whether a page of some origin made the request.
	 * @return whether the request told an origin
	 */
	public boolean isCrossDomain() {
		String origin = headers().get(HttpHeaderNames.ORIGIN);
		return origin != null && !origin.equalsIgnoreCase("null");
	}

	private static InetSocketAddress local(HttpExchange exchange) {
		SocketAddress local = exchange.channel().localAddress();
		return (local instanceof InetSocketAddress address) ? address : new InetSocketAddress(0);
	}

}
