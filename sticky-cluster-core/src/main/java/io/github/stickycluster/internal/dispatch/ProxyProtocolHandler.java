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
import java.util.List;

import io.github.stickycluster.internal.net.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header at the start of a connection, stores the address in it, and
 * removes itself from the pipeline. A connection whose header is malformed, missing
 * though required, or not from a trusted proxy is closed.
 */
final class ProxyProtocolHandler extends ByteToMessageDecoder {

	private static final Logger logger = LoggerFactory.getLogger(ProxyProtocolHandler.class);

	private final boolean trusted;

	private final boolean required;

	private final InvalidAddresses invalid;

	private boolean refused;

	/**
	 * Creates the handler of one channel.
	 * @param trusted whether the peer is a trusted proxy
	 * @param required whether a connection without the header is refused
	 * @param invalid counts those that are refused
	 */
	ProxyProtocolHandler(boolean trusted, boolean required, InvalidAddresses invalid) {
		this.trusted = trusted;
		this.required = required;
		this.invalid = invalid;
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		if (this.refused) {
			in.skipBytes(in.readableBytes());
			return;
		}
		int length = Math.min(in.readableBytes(), ProxyHeader.MAX_LENGTH);
		ProxyHeader header = ProxyHeader.parse(in.nioBuffer(in.readerIndex(), length));
		switch (header.state()) {
			case INCOMPLETE -> logger.trace("Waiting for the rest of a PROXY header from {}", ctx.channel());
			case MALFORMED -> refuse(ctx, in, "malformed");
			case NONE -> withoutHeader(ctx, in);
			case COMPLETE -> withHeader(ctx, in, header.length(), header.source());
		}
	}

	private void withoutHeader(ChannelHandlerContext ctx, ByteBuf in) {
		if (this.required) {
			refuse(ctx, in, "missing");
		}
		else {
			ctx.pipeline().remove(this);
		}
	}

	private void withHeader(ChannelHandlerContext ctx, ByteBuf in, int length, @Nullable InetSocketAddress source) {
		if (!this.trusted) {
			refuse(ctx, in, "not from a trusted proxy");
			return;
		}
		if (source != null) {
			ProxiedPeer.set(ctx.channel(), source);
		}
		in.skipBytes(length);
		ctx.pipeline().remove(this);
	}

	private void refuse(ChannelHandlerContext ctx, ByteBuf in, String reason) {
		this.refused = true;
		this.invalid.countProxyProtocol();
		logger.debug("PROXY header {}, closing {}", reason, ctx.channel());
		in.skipBytes(in.readableBytes());
		ctx.close();
	}

}
