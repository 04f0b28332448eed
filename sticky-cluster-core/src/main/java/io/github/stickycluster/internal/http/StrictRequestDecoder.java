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

package io.github.stickycluster.internal.http;

import java.util.List;
import java.util.function.Consumer;

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Decodes requests, and rejects requests that Netty's decoder accepts and another server
 * may read differently: those with a folded header field (RFC 9112, section 5.2), or with
 * a major version other than 1. A higher minor version becomes HTTP/1.1, since it does
 * not change the rules (RFC 9110, section 2.5).
 * <p>
 * Remove the search for folded fields when Netty's {@code HttpDecoderConfig} can reject
 * them. Netty joins the lines instead, which the RFC allows as well: a request with
 * {@code A: b}, a line break and {@code  c} arrives with the field {@code A: b c} (see
 * netty/netty#10574).
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

	private static final int LEAST_WASTE = 512;

	private static final int SHARE_OF_WASTE = 2;

	/** The first size of Netty's own buffer for a line, which is part of a connection. */
	private static final int FIRST_LINE = 128;

	private final Consumer<HttpRequest> decoded;

	private boolean inHead = true;

	private boolean lineEnded;

	private boolean folded;

	private boolean shrinking;

	/** What has been decoded of the head that has not come whole. */
	private int headBytes;

	private int headLines;

	/** The longest line of all heads, which Netty's decoder keeps a buffer for. */
	private int longestLine;

	/**
	 * Creates a decoder.
	 * @param config the limits of a head
	 * @param decoded called with each request, also one that is malformed
	 */
	StrictRequestDecoder(HttpDecoderConfig config, Consumer<HttpRequest> decoded) {
		super(config);
		this.decoded = decoded;
		setCumulator(this::cumulate);
	}

	/**
	 * Copies a beginning that is left of what was read into a buffer of its own size.
	 * Else one byte would keep a read buffer, which is as large as what the client sent
	 * before.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		ByteBuf rest = internalBuffer();
		if (rest.isReadable() && rest.capacity() > LEAST_WASTE + SHARE_OF_WASTE * rest.readableBytes()) {
			this.shrinking = true;
			// Nothing else gives the decoder another buffer than by a read.
			super.channelRead(context, Unpooled.EMPTY_BUFFER);
		}
		super.channelReadComplete(context);
	}

	private ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf rest, ByteBuf read) {
		if (!this.shrinking) {
			return MERGE_CUMULATOR.cumulate(allocator, rest, read);
		}
		this.shrinking = false;
		ByteBuf copy = allocator.buffer(rest.readableBytes()).writeBytes(rest);
		rest.release();
		return copy;
	}

	@Override
	protected HttpMessage createMessage(String[] initialLine) throws Exception {
		HttpMessage message = super.createMessage(initialLine);
		HttpVersion version = message.protocolVersion();
		if (version.majorVersion() != 1) {
			throw new UnsupportedHttpVersionException(version);
		}
		if (version.minorVersion() > 1) {
			message.setProtocolVersion(HttpVersion.HTTP_1_1);
		}
		return message;
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
		int begin = buffer.readerIndex();
		int before = out.size();
		super.decode(context, buffer, out);
		if (this.inHead) {
			// Netty's decoder stops at the end of a head, so these bytes are all of one.
			scan(buffer, begin, buffer.readerIndex());
		}
		for (int i = before; i < out.size(); i++) {
			onDecoded(out.get(i));
		}
	}

	/** The heap of a head that has not come whole, and of the decoder's own buffer. */
	int heap() {
		int line = (this.longestLine > FIRST_LINE) ? 2 * Integer.highestOneBit(this.longestLine - 1) : 0;
		int head = (this.headBytes > 0) ? Costs.REQUEST + this.headLines * Costs.FIELD + this.headBytes : 0;
		return line + head;
	}

	/** The direct memory of what was read and cannot be decoded yet. */
	int direct() {
		int left = actualReadableBytes();
		return (left > 0) ? Costs.room(internalBuffer()) + Costs.BUFFER : 0;
	}

	private void onDecoded(Object message) {
		if (message instanceof HttpRequest request) {
			if (this.folded) {
				request.setDecoderResult(DecoderResult.failure(new FoldedFieldException()));
			}
			this.inHead = false;
			this.headBytes = 0;
			this.headLines = 0;
			this.decoded.accept(request);
		}
		if (message instanceof LastHttpContent) {
			this.inHead = true;
			this.lineEnded = false;
			this.folded = false;
		}
	}

	/**
	 * Searches for a line that begins with a blank, which Netty's decoder joins with the
	 * previous field.
	 */
	private void scan(ByteBuf buffer, int begin, int end) {
		if (begin == end) {
			return;
		}
		this.headBytes += end - begin;
		int lineBegin = begin;
		this.folded |= this.lineEnded && isBlank(buffer.getByte(begin));
		this.lineEnded = buffer.getByte(end - 1) == HttpConstants.LF;
		int line = buffer.indexOf(begin, end, HttpConstants.LF);
		while (line >= 0) {
			this.headLines++;
			this.longestLine = Math.max(this.longestLine, line - lineBegin);
			lineBegin = line + 1;
			this.folded |= lineBegin < end && isBlank(buffer.getByte(lineBegin));
			line = buffer.indexOf(lineBegin, end, HttpConstants.LF);
		}
	}

	private static boolean isBlank(byte character) {
		return character == HttpConstants.SP || character == HttpConstants.HT;
	}

	/**
	 * A header field goes on in a second line.
	 */
	private static final class FoldedFieldException extends Exception {

		private static final long serialVersionUID = 1L;

		private FoldedFieldException() {
			super("A header field is folded", null, false, false);
		}

	}

}
