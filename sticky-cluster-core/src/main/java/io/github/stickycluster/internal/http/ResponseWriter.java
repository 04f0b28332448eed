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

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Writes the responses of a connection, one after the other, whole or in parts, and
 * closes it after one that is to be the last. Used on the channel's event loop.
 */
final class ResponseWriter {

	/** How long a client may take to notice that its body is not wanted. */
	private static final int LINGER_SECONDS = 2;

	private final HttpExchangeHandler handler;

	/** Whether the connection stays after the response that is being written in parts. */
	private boolean keeping;

	private boolean written;

	private boolean closing;

	private boolean ended;

	/**
	 * Whether the client has read the last response, after which the connection closed.
	 */
	private boolean taken;

	ResponseWriter(HttpExchangeHandler handler) {
		this.handler = handler;
	}

	/** A request begins. */
	void begin() {
		this.written = false;
	}

	/** Whether the response to the current request has been written to its end. */
	boolean isWritten() {
		return this.written;
	}

	/** Whether nothing is answered any more, since the connection is to close. */
	boolean isClosing() {
		return this.closing;
	}

	/** Whether the last response of a connection that is closed has gone out whole. */
	boolean isTaken() {
		return this.taken;
	}

	/** Writes a whole response. */
	void write(HttpRequest request, FullHttpResponse response, boolean keepAlive) {
		this.written = true;
		HttpUtil.setContentLength(response, response.content().readableBytes());
		HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), keepAlive);
		writeEnd(response, keepAlive);
	}

	/** Begins a response in parts. */
	void begin(HttpRequest request, HttpResponse head, boolean keepAlive) {
		this.keeping = keepAlive;
		HttpUtil.setKeepAlive(head.headers(), request.protocolVersion(), keepAlive);
		context().write(head, context().voidPromise());
	}

	/** Writes a part of a response, but the last. */
	void write(HttpContent part) {
		context().write(part, context().voidPromise());
		if (!context().channel().isWritable()) {
			this.handler.awaitReading();
		}
	}

	/** Writes the last part of a response. */
	void end(LastHttpContent last) {
		this.written = true;
		writeEnd(last, this.keeping);
	}

	private void writeEnd(HttpObject end, boolean keepAlive) {
		if (keepAlive) {
			context().writeAndFlush(end, context().voidPromise());
			this.handler.finishExchange();
		}
		else if (this.handler.isRequestComplete()) {
			close(end);
		}
		else {
			// Closing with unread bytes would reset the connection and lose the response.
			this.closing = true;
			context().writeAndFlush(end);
			EventLoops.closeLater(context(), LINGER_SECONDS);
		}
	}

	/** Answers what is no request, and closes. */
	void refuse(HttpResponseStatus status) {
		close(HttpErrors.closing(status));
	}

	/** Closes in the middle of a response. */
	void breakOff() {
		close(Unpooled.EMPTY_BUFFER);
	}

	private void close(Object last) {
		this.closing = true;
		context().writeAndFlush(last).addListener((written) -> {
			// Before the end of the connection, which would say the opposite.
			this.taken = written.isSuccess();
			this.handler.tellRead(this.taken);
			context().close();
		});
		this.handler.awaitReading();
	}

	/** Closes when the client has sent all of the request that was answered early. */
	void closeAtEnd(HttpObject part) {
		if (!this.ended && (part instanceof LastHttpContent || part.decoderResult().isFailure())) {
			this.ended = true;
			context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	private ChannelHandlerContext context() {
		return this.handler.context();
	}

}
