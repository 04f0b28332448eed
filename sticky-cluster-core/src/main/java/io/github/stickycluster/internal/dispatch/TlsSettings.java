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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProtocols;

/**
 * TLS on the public port.
 *
 * @param handlers makes the handler of each new connection, so that certificates can
 * change; on the connection's event loop
 * @param handshakeTimeout how long a handshake may take
 */
public record TlsSettings(Function<ByteBufAllocator, SslHandler> handlers, Duration handshakeTimeout) {

	SslHandler newHandler(ByteBufAllocator allocator) {
		SslHandler handler = this.handlers.apply(allocator);
		handler.setHandshakeTimeout(this.handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS);
		handler.handshakeFuture().addListener((done) -> {
			if (done.isSuccess()) {
				refuseFurtherHandshakes(handler.engine());
			}
		});
		return handler;
	}

	/**
	 * Refuses renegotiation, with which a client before TLS 1.3 can make the JDK sign
	 * repeatedly on one connection. The JDK's own switch,
	 * {@code jdk.tls.rejectClientInitiatedRenegotiation}, is a system property and would
	 * affect the whole JVM. OpenSSL refuses renegotiation by default.
	 */
	private static void refuseFurtherHandshakes(SSLEngine engine) {
		if (!SslProtocols.TLS_v1_3.equals(engine.getSession().getProtocol())) {
			engine.setEnableSessionCreation(false);
		}
	}

}
