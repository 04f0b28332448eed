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

package io.github.stickycluster.testsupport;

import javax.net.ssl.SSLException;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link BufferLeakExtension}.
 */
class BufferLeakExtensionTests {

	@Test
	void aLeakedBufferFailsTheClass() {
		BufferLeakExtension extension = new BufferLeakExtension();
		leak();
		await().untilAsserted(
				() -> assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> extension.afterAll(null))
					.withMessageContaining("ByteBuf"));
	}

	@Test
	void aLeakedTlsEngineFailsTheClass() throws SSLException {
		BufferLeakExtension extension = new BufferLeakExtension();
		SslContext context = SslContextBuilder.forClient().sslProvider(SslProvider.OPENSSL_REFCNT).build();
		leakEngine(context);
		ReferenceCountUtil.release(context);
		await().untilAsserted(
				() -> assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> extension.afterAll(null))
					.withMessageContaining("OpenSslEngine"));
		// That is the engine's share of the context.
		ReferenceCountUtil.release(context);
	}

	private static void leak() {
		PooledByteBufAllocator.DEFAULT.buffer(16);
	}

	private static void leakEngine(SslContext context) {
		context.newHandler(PooledByteBufAllocator.DEFAULT);
	}

}
