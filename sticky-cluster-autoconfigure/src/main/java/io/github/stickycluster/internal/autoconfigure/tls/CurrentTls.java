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

import java.util.concurrent.Executor;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.ImmediateExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context of new connections, which a reload of the bundle replaces.
 * <p>
 * A context of OpenSSL is native memory with a reference count: this holder has a
 * reference, and each connection has one until it is closed. A context of the JDK has no
 * count.
 */
final class CurrentTls implements AutoCloseable {

	private final Executor jdkHandshakes;

	private volatile @Nullable SslContext context;

	/**
	 * Takes over a context, and releases it in the end.
	 * @param context the first context
	 * @param jdkHandshakes runs what the JDK's engines have to compute in a handshake
	 */
	CurrentTls(SslContext context, Executor jdkHandshakes) {
		this.context = context;
		this.jdkHandshakes = jdkHandshakes;
	}

	/**
	 * Creates the handler of a connection, on any thread.
	 * @throws IllegalStateException after {@link #close()}
	 */
	SslHandler newHandler(ByteBufAllocator allocator) {
		SslContext context = hold();
		try {
			return context.newHandler(allocator,
					(context instanceof ReferenceCounted) ? ImmediateExecutor.INSTANCE : this.jdkHandshakes);
		}
		finally {
			ReferenceCountUtil.release(context);
		}
	}

	private SslContext hold() {
		while (true) {
			SslContext context = this.context;
			if (context == null) {
				throw new IllegalStateException("TLS cannot be used: the application has shut down");
			}
			try {
				return ReferenceCountUtil.retain(context);
			}
			catch (IllegalReferenceCountException ex) {
				// Another has taken its place since it was read.
			}
		}
	}

	/**
	 * Takes over the context for connections made from now on, and lets go of the former.
	 */
	synchronized void replace(SslContext next) {
		SslContext former = this.context;
		if (former == null) {
			ReferenceCountUtil.release(next);
			return;
		}
		this.context = next;
		ReferenceCountUtil.release(former);
	}

	@Override
	public synchronized void close() {
		SslContext former = this.context;
		this.context = null;
		if (former != null) {
			ReferenceCountUtil.release(former);
		}
	}

}
