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

package io.github.stickycluster.internal.autoconfigure.tls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.stickycluster.testkit.Certificates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CurrentTls} with contexts that count references.
 */
class CurrentTlsTests {

	private static final int REPLACEMENTS = 20;

	/** OpenSSL computes on the event loop. */
	private static final Executor NOBODY = (task) -> {
		throw new IllegalStateException();
	};

	private final X509Bundle certificate = Certificates.of("authority").issue("server");

	@Test
	void aFormerContextGoesWithTheLastConnectionThatHasIt() throws Exception {
		SslContext first = context();
		SslContext second = context();
		CurrentTls tls = new CurrentTls(first, NOBODY);
		SslHandler open = tls.newHandler(ByteBufAllocator.DEFAULT);
		tls.replace(second);
		assertThat(ReferenceCountUtil.refCnt(first)).isEqualTo(1);
		ReferenceCountUtil.release(open.engine());
		assertThat(ReferenceCountUtil.refCnt(first)).isZero();
		assertThat(ReferenceCountUtil.refCnt(second)).isEqualTo(1);
		tls.close();
		assertThat(ReferenceCountUtil.refCnt(second)).isZero();
	}

	@Test
	void afterItsEndItMakesNothingAndKeepsNothing() throws Exception {
		CurrentTls tls = new CurrentTls(context(), NOBODY);
		tls.close();
		tls.close();
		assertThatIllegalStateException().isThrownBy(() -> tls.newHandler(ByteBufAllocator.DEFAULT));
		SslContext late = context();
		tls.replace(late);
		assertThat(ReferenceCountUtil.refCnt(late)).isZero();
	}

	@Test
	void connectionsComeWhileContextsGo() throws Exception {
		List<SslContext> contexts = new ArrayList<>();
		for (int i = 0; i <= REPLACEMENTS; i++) {
			contexts.add(context());
		}
		CurrentTls tls = new CurrentTls(contexts.get(0), NOBODY);
		Semaphore made = new Semaphore(0);
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> connections = CompletableFuture.runAsync(() -> {
			while (!over.get()) {
				ReferenceCountUtil.release(tls.newHandler(ByteBufAllocator.DEFAULT).engine());
				made.release();
			}
		});
		for (SslContext next : contexts.subList(1, contexts.size())) {
			made.drainPermits();
			assertThat(made.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			tls.replace(next);
		}
		over.set(true);
		connections.join();
		tls.close();
		assertThat(contexts).allSatisfy((context) -> assertThat(ReferenceCountUtil.refCnt(context)).isZero());
	}

	@Test
	void theJdkComputesHandshakesOffTheEventLoop() throws Exception {
		Queue<Runnable> tasks = new ArrayDeque<>();
		CurrentTls tls = new CurrentTls(context(SslProvider.JDK), tasks::add);
		EmbeddedChannel client = new EmbeddedChannel(SslContextBuilder.forClient()
			.sslProvider(SslProvider.JDK)
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.build()
			.newHandler(ByteBufAllocator.DEFAULT));
		EmbeddedChannel server = new EmbeddedChannel(tls.newHandler(ByteBufAllocator.DEFAULT));
		try {
			server.writeInbound(client.<ByteBuf>readOutbound());
			assertThat(server.<ByteBuf>readOutbound()).isNull();
			assertThat(tasks).hasSize(1);
			tasks.remove().run();
			server.runPendingTasks();
			ByteBuf serverHello = server.readOutbound();
			assertThat(serverHello).isNotNull();
			serverHello.release();
		}
		finally {
			client.finishAndReleaseAll();
			server.finishAndReleaseAll();
			tls.close();
		}
	}

	private SslContext context() throws Exception {
		return context(SslProvider.OPENSSL_REFCNT);
	}

	private SslContext context(SslProvider provider) throws Exception {
		return SslContextBuilder
			.forServer(this.certificate.getKeyPair().getPrivate(), this.certificate.getCertificatePath())
			.sslProvider(provider)
			.build();
	}

}
