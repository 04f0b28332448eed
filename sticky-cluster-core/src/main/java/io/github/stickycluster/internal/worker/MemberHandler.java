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

package io.github.stickycluster.internal.worker;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.net.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header at the start of a connection to an internal port, checks its
 * proof of membership, stores the client's address, and removes itself from the pipeline.
 */
final class MemberHandler extends ByteToMessageDecoder {

	static final AttributeKey<InetSocketAddress> CLIENT = AttributeKey.valueOf(MemberHandler.class, "client");

	static final int SECONDS_TO_PROVE = 10;

	private static final Logger logger = LoggerFactory.getLogger(MemberHandler.class);

	private final String workerId;

	private final @Nullable MemberProof proof;

	private final MemberRefusals refusals;

	private @Nullable Future<?> timeout;

	private boolean refused;

	/**
	 * Creates the handler of one channel.
	 * @param workerId the worker whose port it is
	 * @param proof checks the proof, or null if a connection needs none
	 * @param refusals counts those that are refused
	 */
	MemberHandler(String workerId, @Nullable MemberProof proof, MemberRefusals refusals) {
		this.workerId = workerId;
		this.proof = proof;
		this.refusals = refusals;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		if (this.proof != null) {
			this.timeout = context.executor()
				.schedule(() -> refuse(context, MemberRefusal.LATE), SECONDS_TO_PROVE, TimeUnit.SECONDS);
		}
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext context) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			refuse(context, MemberRefusal.TLS);
		}
		super.userEventTriggered(context, event);
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.refused) {
			in.skipBytes(in.readableBytes());
			return;
		}
		ByteBuffer bytes = in.nioBuffer(in.readerIndex(), Math.min(in.readableBytes(), ProxyHeader.MAX_LENGTH));
		ProxyHeader header = ProxyHeader.parse(bytes);
		switch (header.state()) {
			case INCOMPLETE -> logger.trace("Waiting for the rest of a PROXY header from {}", context.channel());
			case MALFORMED -> refuse(context, in, MemberRefusal.MALFORMED);
			case NONE -> withoutHeader(context, in);
			case COMPLETE -> withHeader(context, in, header, bytes);
		}
	}

	private void withoutHeader(ChannelHandlerContext context, ByteBuf in) {
		if (this.proof != null) {
			refuse(context, in, MemberRefusal.MISSING);
		}
		else {
			context.pipeline().remove(this);
		}
	}

	private void withHeader(ChannelHandlerContext context, ByteBuf in, ProxyHeader header, ByteBuffer bytes) {
		MemberRefusal refusal = (this.proof != null) ? check(this.proof, header, bytes) : null;
		if (refusal != null) {
			refuse(context, in, refusal);
			return;
		}
		context.channel().attr(CLIENT).set(header.source());
		in.skipBytes(header.length());
		context.pipeline().remove(this);
	}

	private @Nullable MemberRefusal check(MemberProof proof, ProxyHeader header, ByteBuffer bytes) {
		byte[] value = ProxyHeader.findTlv(bytes, MemberProof.TLV_TYPE);
		return switch (proof.check(value, this.workerId, header.source())) {
			case RIGHT -> null;
			case MISSING -> MemberRefusal.MISSING;
			case WRONG -> MemberRefusal.WRONG;
			case EXPIRED -> MemberRefusal.EXPIRED;
			case REPLAYED -> MemberRefusal.REPLAYED;
		};
	}

	private void refuse(ChannelHandlerContext context, ByteBuf in, MemberRefusal refusal) {
		in.skipBytes(in.readableBytes());
		refuse(context, refusal);
	}

	private void refuse(ChannelHandlerContext context, MemberRefusal refusal) {
		if (this.refused || !context.channel().isOpen()) {
			return;
		}
		this.refused = true;
		this.refusals.add(refusal);
		logger.debug("Worker {} refuses {}: {}", this.workerId, context.channel(), refusal);
		context.close();
	}

}
