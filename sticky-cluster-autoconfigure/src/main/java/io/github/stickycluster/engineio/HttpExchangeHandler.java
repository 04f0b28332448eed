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

package io.github.stickycluster.engineio;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the HTTP messages of one connection into exchanges, one at a time, so that
 * answers go out in the order of the requests (RFC 9112, section 9.3.2); each exchange is
 * given to an {@link HttpRouter}. A request that comes while another is being answered
 * waits, and so does reading from the connection; likewise while the client does not read
 * the answers it got before, and one that takes nothing for the request timeout is cut
 * off.
 */
public final class HttpExchangeHandler extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(HttpExchangeHandler.class);

	/** An unread body up to this length is read and dropped, to keep the connection. */
	private static final long DRAINED_BYTES = 65_536;

	/** How long a client may take to notice that its body is not wanted. */
	private static final int LINGER_SECONDS = 2;

	/** How long a client may still use a connection that is to close. */
	private static final int RETIREMENT_SECONDS = 1;

	private final HttpRouter router;

	private final ClientAddressResolver addresses;

	private final EngineIoSettings settings;

	private final long requestTimeoutMillis;

	private @Nullable ChannelHandlerContext context;

	private @Nullable HttpExchange current;

	private @Nullable HttpBody body;

	/** Takes the request's body as it comes, until the end of the answer. */
	private @Nullable HttpStream stream;

	private boolean paused;

	/** Whether the connection stays after the answer that is being written in parts. */
	private boolean keeping;

	private @Nullable ProtocolSwitch protocolSwitch;

	private @Nullable Deque<HttpObject> waiting;

	private @Nullable Future<?> timeout;

	private boolean complete;

	private boolean written;

	private boolean closing;

	private boolean ended;

	private boolean retiring;

	/** Set while answers wait that the client does not read. */
	private @Nullable Future<?> drain;

	private long undrained;

	/**
	 * Makes a handler for one channel.
	 * @param router decides who answers
	 * @param addresses tells each request's client address
	 * @param settings hold the request timeout and the allowed origins
	 */
	public HttpExchangeHandler(HttpRouter router, ClientAddressResolver addresses, EngineIoSettings settings) {
		this.router = router;
		this.addresses = addresses;
		this.settings = settings;
		this.requestTimeoutMillis = settings.requestTimeout().toMillis();
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof HttpObject part)) {
			context.fireChannelRead(message);
		}
		else if (isBusy()) {
			hold(context, part);
		}
		else {
			accept(context, part);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.current != null && !this.complete && !this.paused && this.timeout == null) {
			startTimeout();
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			onWritable(context);
		}
		context.fireChannelWritabilityChanged();
	}

	private void onWritable(ChannelHandlerContext context) {
		boolean waited = this.drain != null;
		cancelDrain();
		if (this.stream != null) {
			this.stream.onWritable();
		}
		else if (waited && !this.closing) {
			goOn(context);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		HttpExchange exchange = this.current;
		dropBody();
		dropSwitch();
		abortStream();
		if (exchange != null) {
			exchange.abort();
		}
		releaseAll();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		releaseAll();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof IOException)) {
			logger.debug("Closing {}", context.channel(), cause);
		}
		context.close();
	}

	private void dropSwitch() {
		ProtocolSwitch protocolSwitch = this.protocolSwitch;
		this.protocolSwitch = null;
		if (protocolSwitch != null) {
			protocolSwitch.discard();
		}
	}

	/**
	 * Closes the connection as soon as no request is lost by it: with the next answer,
	 * which is to be given soon, or when no request comes for a second. Called on the
	 * channel's event loop.
	 */
	public void retire() {
		if (this.retiring) {
			return;
		}
		this.retiring = true;
		HttpExchange exchange = this.current;
		if (exchange != null) {
			exchange.hurry();
		}
		else {
			closeWhenIdle();
		}
	}

	private void closeWhenIdle() {
		ChannelHandlerContext context = context();
		context.executor().schedule(() -> {
			if (this.current == null && !context.isRemoved()) {
				context.close();
			}
		}, RETIREMENT_SECONDS, TimeUnit.SECONDS);
	}

	Channel channel() {
		return context().channel();
	}

	void readBody(HttpExchange exchange, int maxBytes, Consumer<@Nullable ByteBuf> consumer) {
		HttpRequest request = exchange.request();
		if (HttpUtil.getContentLength(request, 0L) > maxBytes) {
			answer(exchange, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
			consumer.accept(null);
			return;
		}
		if (HttpUtil.is100ContinueExpected(request)) {
			request.headers().remove(HttpHeaderNames.EXPECT);
			context().writeAndFlush(empty(HttpResponseStatus.CONTINUE));
		}
		this.body = new HttpBody(context().alloc(), maxBytes, consumer);
	}

	void stream(HttpExchange exchange, HttpStream stream) {
		if (exchange == this.current) {
			this.stream = stream;
		}
	}

	void setReading(HttpExchange exchange, boolean reading) {
		if (exchange != this.current || this.complete || this.paused != reading) {
			return;
		}
		this.paused = !reading;
		channel().config().setAutoRead(reading);
		cancelTimeout();
		if (reading) {
			startTimeout();
		}
	}

	void sendContinue(HttpExchange exchange) {
		if (exchange == this.current && !this.complete) {
			// From now on the body is sure to come.
			exchange.request().headers().remove(HttpHeaderNames.EXPECT);
			context().writeAndFlush(empty(HttpResponseStatus.CONTINUE));
		}
	}

	void begin(HttpExchange exchange, HttpResponse head, boolean delimited) {
		if (exchange == this.current) {
			this.keeping = delimited && keepsAlive(exchange.request());
			HttpUtil.setKeepAlive(head.headers(), exchange.request().protocolVersion(), this.keeping);
			context().write(head, context().voidPromise());
		}
	}

	void write(HttpExchange exchange, HttpContent part) {
		if (exchange != this.current || this.written) {
			part.release();
		}
		else if (part instanceof LastHttpContent last) {
			end(last);
		}
		else {
			context().write(part, context().voidPromise());
			if (!channel().isWritable()) {
				awaitDrain();
			}
		}
	}

	private void end(LastHttpContent last) {
		this.written = true;
		this.stream = null;
		setReading(Objects.requireNonNull(this.current), true);
		if (this.keeping) {
			context().writeAndFlush(last, context().voidPromise());
			finishExchange();
		}
		else {
			writeLast(last);
		}
	}

	void breakOff(HttpExchange exchange) {
		if (exchange == this.current) {
			this.stream = null;
			this.closing = true;
			context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
			awaitDrain();
		}
	}

	void switchProtocol(HttpExchange exchange, ProtocolSwitch protocolSwitch) {
		this.stream = null;
		if (exchange != this.current || this.waiting != null || !channel().isActive()) {
			// It is gone, or something came before the client could know the protocol.
			protocolSwitch.discard();
			context().close();
		}
		else if (this.complete) {
			protocolSwitch.perform();
		}
		else {
			this.protocolSwitch = protocolSwitch;
		}
	}

	void write(HttpExchange exchange, FullHttpResponse response) {
		if (exchange != this.current) {
			response.release();
			return;
		}
		boolean keepAlive = keepsAlive(exchange.request());
		HttpUtil.setContentLength(response, response.content().readableBytes());
		HttpUtil.setKeepAlive(response.headers(), exchange.request().protocolVersion(), keepAlive);
		this.written = true;
		dropBody();
		if (this.stream != null) {
			this.stream = null;
			setReading(exchange, true);
		}
		if (keepAlive) {
			context().writeAndFlush(response, context().voidPromise());
			finishExchange();
		}
		else {
			writeLast(response);
		}
	}

	private boolean isBusy() {
		return (this.current != null) ? this.complete : this.drain != null && !this.closing;
	}

	private void accept(ChannelHandlerContext context, HttpObject part) {
		try {
			if (this.closing) {
				closeAtEnd(context, part);
			}
			else if (part.decoderResult().isFailure()) {
				refuse(part);
			}
			else {
				if (part instanceof HttpRequest request) {
					begin(context, request);
				}
				if (part instanceof HttpContent content) {
					take(content);
				}
			}
		}
		finally {
			ReferenceCountUtil.release(part);
		}
	}

	private void begin(ChannelHandlerContext context, HttpRequest request) {
		HttpExchange exchange = new HttpExchange(this, request, this.addresses.resolve(context.channel(), request));
		this.current = exchange;
		this.complete = false;
		this.written = false;
		if (request.headers().contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
			answer(exchange, HttpResponseStatus.EXPECTATION_FAILED);
			return;
		}
		try {
			this.router.route(exchange);
			if (this.retiring) {
				exchange.hurry();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Failed to route {}", request.uri(), ex);
			answer(exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
		}
	}

	private void take(HttpContent content) {
		HttpBody body = this.body;
		if (body != null && !body.append(content.content())) {
			dropBody();
			answer(Objects.requireNonNull(this.current), HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
		}
		boolean last = content instanceof LastHttpContent;
		if (this.stream != null) {
			// A body that is passed on may take as long as it likes while it comes.
			cancelTimeout();
			this.stream.onContent(content.retain());
		}
		if (last) {
			completeRequest();
		}
	}

	private void completeRequest() {
		if (this.current != null) {
			setReading(this.current, true);
		}
		this.complete = true;
		cancelTimeout();
		HttpBody body = this.body;
		this.body = null;
		ProtocolSwitch protocolSwitch = this.protocolSwitch;
		this.protocolSwitch = null;
		if (protocolSwitch != null) {
			protocolSwitch.perform();
		}
		else if (body != null) {
			body.finish();
		}
		finishExchange();
	}

	private void finishExchange() {
		if (this.closing || !this.complete || !this.written) {
			return;
		}
		this.current = null;
		if (!channel().isWritable()) {
			channel().config().setAutoRead(false);
			awaitDrain();
		}
		else if (this.waiting != null) {
			goOn(context());
		}
	}

	// Whoever is further up the stack goes on with what waits.
	private void goOn(ChannelHandlerContext context) {
		Deque<HttpObject> waiting = this.waiting;
		this.waiting = null;
		if (waiting != null) {
			resume(waiting);
		}
		else {
			context.channel().config().setAutoRead(true);
		}
	}

	private void awaitDrain() {
		if (this.drain == null && channel().isActive()) {
			this.undrained = undrained();
			this.drain = context().executor()
				.schedule(this::onDrainTimeout, this.requestTimeoutMillis, TimeUnit.MILLISECONDS);
		}
	}

	// A slow client gets its time as long as it takes anything.
	private void onDrainTimeout() {
		this.drain = null;
		if (undrained() < this.undrained) {
			awaitDrain();
		}
		else {
			logger.debug("{} does not read its answers", channel());
			context().close();
		}
	}

	private long undrained() {
		ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() - buffer.currentProgress() : 0;
	}

	private void cancelDrain() {
		Future<?> drain = this.drain;
		if (drain != null) {
			this.drain = null;
			drain.cancel(false);
		}
	}

	private void resume(Deque<HttpObject> parts) {
		ChannelHandlerContext context = context();
		for (HttpObject part = parts.poll(); part != null; part = parts.poll()) {
			channelRead(context, part);
		}
		if (this.waiting == null && this.drain == null) {
			context.channel().config().setAutoRead(true);
		}
	}

	private void hold(ChannelHandlerContext context, HttpObject part) {
		if (context.isRemoved()) {
			// Pipelined behind a request that left HTTP.
			ReferenceCountUtil.release(part);
			context.close();
			return;
		}
		Deque<HttpObject> waiting = this.waiting;
		if (waiting == null) {
			waiting = new ArrayDeque<>(4);
			this.waiting = waiting;
			context.channel().config().setAutoRead(false);
		}
		waiting.add(part);
	}

	private void refuse(HttpObject part) {
		Throwable cause = part.decoderResult().cause();
		logger.debug("Malformed request on {}", context().channel(), cause);
		dropBody();
		abortStream();
		HttpExchange exchange = this.current;
		if (exchange == null) {
			this.closing = true;
			FullHttpResponse response = empty(status(cause));
			HttpUtil.setContentLength(response, 0);
			HttpUtil.setKeepAlive(response, false);
			context().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
			awaitDrain();
		}
		else {
			// What follows a malformed part cannot be told from it.
			exchange.request().headers().set(HttpHeaderNames.CONNECTION, "close");
			answerOrClose(exchange, HttpResponseStatus.BAD_REQUEST);
		}
	}

	private static HttpResponseStatus status(Throwable cause) {
		if (cause instanceof TooLongHttpLineException) {
			return HttpResponseStatus.REQUEST_URI_TOO_LONG;
		}
		return (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException)
				? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE : HttpResponseStatus.BAD_REQUEST;
	}

	private boolean keepsAlive(HttpRequest request) {
		if (this.retiring || !HttpUtil.isKeepAlive(request)) {
			return false;
		}
		// Without its 100 Continue the body may never come.
		return this.complete
				|| (!HttpUtil.is100ContinueExpected(request) && !HttpUtil.isTransferEncodingChunked(request)
						&& HttpUtil.getContentLength(request, 0L) <= DRAINED_BYTES);
	}

	private void writeLast(HttpObject response) {
		this.closing = true;
		if (this.complete) {
			context().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
			awaitDrain();
			return;
		}
		// Closing with unread bytes would reset the connection and lose the answer.
		context().writeAndFlush(response);
		EventLoops.closeLater(context(), LINGER_SECONDS);
	}

	private void closeAtEnd(ChannelHandlerContext context, HttpObject part) {
		if (!this.ended && (part instanceof LastHttpContent || part.decoderResult().isFailure())) {
			this.ended = true;
			context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	private void onTimeout() {
		this.timeout = null;
		HttpExchange exchange = this.current;
		if (exchange == null || this.complete) {
			return;
		}
		if (this.written || this.protocolSwitch != null) {
			context().close();
			return;
		}
		dropBody();
		abortStream();
		exchange.request().headers().set(HttpHeaderNames.CONNECTION, "close");
		answerOrClose(exchange, HttpResponseStatus.REQUEST_TIMEOUT);
	}

	private void startTimeout() {
		this.timeout = context().executor().schedule(this::onTimeout, this.requestTimeoutMillis, TimeUnit.MILLISECONDS);
	}

	private void cancelTimeout() {
		Future<?> timeout = this.timeout;
		if (timeout != null) {
			this.timeout = null;
			timeout.cancel(false);
		}
	}

	private void abortStream() {
		HttpStream stream = this.stream;
		if (stream != null) {
			this.stream = null;
			stream.onAbort();
		}
	}

	private void dropBody() {
		HttpBody body = this.body;
		if (body != null) {
			this.body = null;
			body.drop();
		}
	}

	private void releaseAll() {
		cancelTimeout();
		cancelDrain();
		dropBody();
		abortStream();
		Deque<HttpObject> waiting = this.waiting;
		if (waiting != null) {
			this.waiting = null;
			waiting.forEach(ReferenceCountUtil::release);
		}
	}

	// An answer that has begun cannot become another.
	private void answerOrClose(HttpExchange exchange, HttpResponseStatus status) {
		if (exchange.isAnswered() && !this.written) {
			breakOff(exchange);
		}
		else {
			answer(exchange, status);
		}
	}

	// A web page may learn what went wrong if it may talk to the server at all.
	private void answer(HttpExchange exchange, HttpResponseStatus status) {
		FullHttpResponse response = empty(status);
		new OriginPolicy(this.settings.allowedOrigins()).addHeaders(exchange.request().headers(), response.headers());
		exchange.respond(response);
	}

	private static FullHttpResponse empty(HttpResponseStatus status) {
		return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
	}

	private ChannelHandlerContext context() {
		return Objects.requireNonNull(this.context, "Not in a pipeline");
	}

}
