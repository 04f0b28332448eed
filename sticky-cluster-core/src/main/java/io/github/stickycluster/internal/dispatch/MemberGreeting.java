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

import java.net.InetSocketAddress;
import java.util.function.Function;

import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.net.ProxyHeader;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Starts each connection to an internal port with a PROXY header, which contains the
 * client's address and the proof of membership. The header is sent within TLS if TLS is
 * configured.
 */
public final class MemberGreeting implements RelayGreeting {

	private static final String TLS = "sticky.upstream.tls";

	private static final String GREETING = "sticky.upstream.greeting";

	private static final byte[] NO_TLV = {};

	private final @Nullable MemberProof proof;

	private final @Nullable Function<ByteBufAllocator, SslHandler> tls;

	/**
	 * Creates the greeting.
	 * @param proof makes the proofs, or null if internal ports need none
	 * @param tls makes the handler of each connection, with this node's certificate, or
	 * null for no TLS
	 */
	public MemberGreeting(@Nullable MemberProof proof, @Nullable Function<ByteBufAllocator, SslHandler> tls) {
		this.proof = proof;
		this.tls = tls;
	}

	@Override
	public void addTo(ChannelPipeline pipeline, RemoteWorker worker, InetSocketAddress client,
			InetSocketAddress reached) {
		if (this.tls != null) {
			pipeline.addLast(TLS, this.tls.apply(pipeline.channel().alloc()));
		}
		pipeline.addLast(GREETING, new Handler(worker.id(), client, reached));
	}

	private byte[] header(String workerId, InetSocketAddress client, InetSocketAddress reached) {
		byte[] tlv = (this.proof != null) ? ProxyHeader.tlv(MemberProof.TLV_TYPE, this.proof.make(workerId, client))
				: NO_TLV;
		return ProxyHeader.write(client, reached, tlv);
	}

	/**
	 * Goes out before the first request, made only then, so that the proof is fresh.
	 */
	private final class Handler extends ChannelOutboundHandlerAdapter {

		private final String workerId;

		private final InetSocketAddress client;

		private final InetSocketAddress reached;

		private Handler(String workerId, InetSocketAddress client, InetSocketAddress reached) {
			this.workerId = workerId;
			this.client = client;
			this.reached = reached;
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			context.write(Unpooled.wrappedBuffer(header(this.workerId, this.client, this.reached)));
			context.write(message, promise);
			context.pipeline().remove(this);
		}

	}

}
