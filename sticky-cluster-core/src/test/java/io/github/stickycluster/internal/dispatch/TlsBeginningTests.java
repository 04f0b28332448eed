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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TlsBeginning}, with TLS in native memory.
 */
class TlsBeginningTests {

	private final Certificates authority = Certificates.of("authority");

	private SslContext context;

	@BeforeEach
	void build() throws IOException {
		X509Bundle certificate = this.authority.issue("server");
		this.context = SslContextBuilder
			.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
			.sslProvider(SslProvider.OPENSSL_REFCNT)
			.build();
	}

	@AfterEach
	void release() {
		assertThat(ReferenceCountUtil.release(this.context)).isTrue();
	}

	@Test
	void aChannelHasNoTlsBeforeItHasALoop() throws Exception {
		EmbeddedChannel channel = new EmbeddedChannel(DefaultChannelId.newInstance(), false, false);
		channel.pipeline()
			.addLast("before", new TlsBeginning(new TlsSettings(this.context::newHandler, Duration.ofSeconds(3)),
					new ConnectionCharge(channel, new MemoryBudget(1, 1), (peer) -> 0L)));
		assertThat(ReferenceCountUtil.refCnt(this.context)).isEqualTo(1);
		channel.register();
		SslHandler handler = (SslHandler) channel.pipeline().get(DispatcherInitializer.TLS);
		assertThat(handler.getHandshakeTimeoutMillis()).isEqualTo(3_000);
		assertThat(ReferenceCountUtil.refCnt(this.context)).isEqualTo(2);
		channel.finishAndReleaseAll();
		assertThat(ReferenceCountUtil.refCnt(this.context)).isEqualTo(1);
	}

	@Test
	void everyEndOfAConnectionGivesItsMemoryBack() throws Exception {
		AtomicInteger made = new AtomicInteger();
		TlsSettings settings = new TlsSettings((allocator) -> {
			made.incrementAndGet();
			return this.context.newHandler(allocator);
		}, Duration.ofMillis(500));
		try (TestServer server = TestServer.start((changed) -> changed.tls(settings), (listeners) -> {
		})) {
			int port = server.port();
			SSLContext client = this.authority.client(null);
			try (Wire plain = Wire.to(port).send(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
					Wire silent = Wire.to(port)) {
				Wire.to(port).send(new byte[] { 22, 3, 1, 2, 0, 1, 0 }).close();
				Wire.to(port).close();
				assertThat(ask(client, port, HttpRequest.get("/socket.io/?EIO=4&transport=polling"))).isEqualTo(200);
				assertThat(ask(client, port, RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket")))
					.isEqualTo(101);
				SSLContext distrustful = Certificates.of("other").client(null);
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> ask(distrustful, port, HttpRequest.get("/")));
				assertThat(plain.closesWithin(Duration.ofSeconds(3))).isTrue();
				assertThat(silent.closesWithin(Duration.ofSeconds(3))).isTrue();
			}
			await().until(() -> made.get() == 7);
			await().until(() -> ReferenceCountUtil.refCnt(this.context) == 1);
		}
	}

	@Test
	void aConnectionWithoutMemoryForItsTlsIsNotServedWithoutIt() throws Exception {
		assertNotServed((allocator) -> {
			throw new OutOfMemoryError("of this kind");
		});
	}

	@Test
	void aConnectionWhoseTlsCannotBeginIsNotServedWithoutIt() throws Exception {
		assertNotServed((allocator) -> new SslHandler(this.context.newEngine(allocator)) {

			@Override
			public void handlerAdded(ChannelHandlerContext added) {
				throw new IllegalStateException("cannot be");
			}

		});
	}

	private static void assertNotServed(Function<ByteBufAllocator, SslHandler> handlers) throws Exception {
		TlsSettings settings = new TlsSettings(handlers, Duration.ofSeconds(3));
		try (TestServer server = TestServer.start((changed) -> changed.tls(settings), (listeners) -> {
		}); Wire plain = Wire.to(server.port())) {
			plain.send(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
			assertThatException().isThrownBy(() -> plain.read(12));
			assertThat(plain.closesWithin(Duration.ofSeconds(3))).isTrue();
		}
	}

	private static int ask(SSLContext client, int port, HttpRequest request) {
		try (Wire wire = Wire.to(port).startTls(client)) {
			return wire.exchange(request).status();
		}
	}

}
