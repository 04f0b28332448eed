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

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A handshake in memory, which shows whether two contexts understand each other.
 */
final class TlsTrial {

	private TlsTrial() {
	}

	/**
	 * Shakes hands.
	 * @throws SSLException if it fails
	 */
	static void handshake(SslContext client, SslContext server) throws SSLException {
		SslHandler there = client.newHandler(UnpooledByteBufAllocator.DEFAULT);
		SslHandler here = server.newHandler(UnpooledByteBufAllocator.DEFAULT);
		EmbeddedChannel clientSide = new EmbeddedChannel(there, new Quiet());
		EmbeddedChannel serverSide = new EmbeddedChannel(here, new Quiet());
		try {
			while (move(clientSide, serverSide) || move(serverSide, clientSide)) {
				// Until neither has anything to say.
			}
			check(here.handshakeFuture());
			check(there.handshakeFuture());
		}
		finally {
			clientSide.finishAndReleaseAll();
			serverSide.finishAndReleaseAll();
		}
	}

	private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
		boolean moved = false;
		for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
			if (to.isOpen()) {
				to.writeOneInbound(bytes);
				moved = true;
			}
			else {
				bytes.release();
			}
		}
		if (to.isOpen()) {
			to.flushInbound();
		}
		return moved;
	}

	private static void check(Future<?> handshake) throws SSLException {
		if (!handshake.isSuccess()) {
			@Nullable Throwable cause = handshake.cause();
			throw new SSLException(
					"A trial handshake with this bundle failed" + ((cause != null) ? ": " + cause.getMessage() : ""),
					cause);
		}
	}

	/** The handshake's future tells what is wrong. */
	private static final class Quiet extends ChannelInboundHandlerAdapter {

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			// Nor need the end of the pipeline know.
		}

	}

}
