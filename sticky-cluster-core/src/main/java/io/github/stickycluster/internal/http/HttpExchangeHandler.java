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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.github.stickycluster.internal.budget.ConnectionCharge.Use;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the HTTP messages of one connection into exchanges, one at a time, so that
 * responses go out in the order of the requests (RFC 9112, section 9.3.2); each exchange
 * is given to an {@link HttpRouter}. A request that comes while another is being answered
 * waits, and so does reading from the connection; likewise while the client does not read
 * the responses it got before, and one that takes nothing for the request timeout is cut
 * off.
 */
public final class HttpExchangeHandler extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(HttpExchangeHandler.class);

	/** An unread body up to this length is read and dropped, to keep the connection. */
	private static final long SKIPPED_BYTES = 65_536;

	/** How long a client may still use a connection that is to close. */
	private static final int RETIREMENT_SECONDS = 1;

	private final HttpRouter router;

	private final ClientAddressResolver addresses;

	private final RequestClock clock;

	private final OriginPolicy origins;

	private final RequestReceipt receipt;

	private final ResponseWriter responses = new ResponseWriter(this);

	private final PipelinedMessages waiting = new PipelinedMessages();

	private @Nullable HttpCharge charge;

	private @Nullable ChannelHandlerContext context;

	private @Nullable WriteTimeout writeTimeout;

	private @Nullable HttpExchange current;

	/** Told when the client has read the responses that were written. */
	private HttpExchange.@Nullable ResponseListener taken;

	/** Whether the last response was for a session, which is charged with it. */
	private boolean answeredSession;

	private boolean retiring;

	/**
	 * Creates a handler for one channel.
	 * @param router decides who answers
	 * @param addresses tells each request's client address
	 * @param clock times the requests; the client may take as long as a body to read any
	 * of its responses
	 * @param origins tells which web pages may see an error
	 */
	public HttpExchangeHandler(HttpRouter router, ClientAddressResolver addresses, RequestClock clock,
			OriginPolicy origins) {
		this.router = router;
		this.addresses = addresses;
		this.clock = clock;
		this.origins = origins;
		this.receipt = new RequestReceipt(this, clock);
	}

	RequestClock clock() {
		return this.clock;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		if (this.charge != null) {
			this.charge.begin(context.channel().eventLoop(), this::release);
		}
	}

	// What is kept

	/**
	 * Charges the connection with what HTTP keeps for it.
	 * @param connection the connection's charge
	 * @param decoder the decoder of its requests
	 */
	void chargeTo(ConnectionCharge connection, StrictRequestDecoder decoder) {
		this.charge = new HttpCharge(connection, decoder);
	}

	/** What the connection is charged by, if it is. */
	@Nullable ConnectionCharge connection() {
		return (this.charge != null) ? this.charge.connection() : null;
	}

	/** Charges the connection with what HTTP keeps for it now. */
	void recharge() {
		if (this.charge != null) {
			HttpExchange exchange = this.current;
			Use use = this.answeredSession ? Use.SERVED : Use.NONE;
			if (exchange != null && !this.responses.isWritten()) {
				use = exchange.isOfSession() ? Use.SERVING : Use.NONE;
			}
			int heap = this.waiting.heap() + ((exchange != null) ? exchange.cost() : 0);
			int direct = this.waiting.direct() + this.receipt.room();
			this.charge.update(heap, direct, use, channel());
		}
	}

	// What comes

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

	private boolean isBusy() {
		return (this.current != null) ? this.receipt.isComplete() : isUnread() && !this.responses.isClosing();
	}

	private void accept(ChannelHandlerContext context, HttpObject part) {
		try {
			if (this.responses.isClosing()) {
				this.responses.closeAtEnd(part);
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
		InetSocketAddress client = this.addresses.resolve(context.channel(), request);
		boolean sameOrigin = request.headers().contains(HttpHeaderNames.ORIGIN)
				&& this.addresses.isSameOrigin(context.channel(), request);
		HttpExchange exchange = new HttpExchange(this, request, client, sameOrigin);
		this.current = exchange;
		this.receipt.begin();
		this.responses.begin();
		if (isRepeated(request, HttpHeaderNames.HOST) || isRepeated(request, HttpHeaderNames.ORIGIN)) {
			exchange.respond(HttpErrors.empty(HttpResponseStatus.BAD_REQUEST));
			return;
		}
		if (request.headers().contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
			respond(exchange, HttpResponseStatus.EXPECTATION_FAILED);
			return;
		}
		try {
			this.router.route(exchange);
			if (this.retiring) {
				exchange.hurry();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Failed to route {}", exchange, ex);
			respond(exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
		}
	}

	/**
	 * Two servers may go by different ones, and one may decide by what the other ignores.
	 */
	private static boolean isRepeated(HttpRequest request, CharSequence name) {
		Iterator<? extends CharSequence> values = request.headers().valueCharSequenceIterator(name);
		if (!values.hasNext()) {
			return false;
		}
		values.next();
		return values.hasNext();
	}

	private void take(HttpContent content) {
		this.receipt.take(content);
		if (content instanceof LastHttpContent) {
			finishExchange();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.current != null) {
			this.receipt.awaitRest();
		}
		recharge();
		context.fireChannelReadComplete();
	}

	// What an exchange asks for

	void readBody(HttpExchange exchange, int maxBytes, IntConsumer growth, Consumer<@Nullable ByteBuf> consumer) {
		HttpRequest request = exchange.request();
		if (HttpUtil.getContentLength(request, 0L) > maxBytes) {
			respond(exchange, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
			consumer.accept(null);
			return;
		}
		if (HttpUtil.is100ContinueExpected(request)) {
			letSend(request);
		}
		this.receipt.collect(new HttpBody(context().alloc(), maxBytes, growth, consumer));
	}

	void stream(HttpExchange exchange, HttpStream stream) {
		if (exchange == this.current) {
			this.receipt.stream(stream);
		}
	}

	void setReading(HttpExchange exchange, boolean reading) {
		if (exchange == this.current) {
			this.receipt.setReading(reading);
		}
	}

	void sendContinue(HttpExchange exchange) {
		if (exchange == this.current && !this.receipt.isComplete()) {
			letSend(exchange.request());
		}
	}

	private void letSend(HttpRequest request) {
		// From now on the body is sure to come.
		request.headers().remove(HttpHeaderNames.EXPECT);
		context().writeAndFlush(HttpErrors.empty(HttpResponseStatus.CONTINUE));
	}

	void switchProtocol(HttpExchange exchange, ProtocolUpgrade protocolUpgrade) {
		this.receipt.unstream();
		if (exchange != this.current || !this.waiting.isEmpty() || !channel().isActive()) {
			// It is gone, or something came before the client could know the protocol.
			protocolUpgrade.discard();
			context().close();
		}
		else {
			this.receipt.switchProtocol(protocolUpgrade);
		}
	}

	// Answers

	void write(HttpExchange exchange, FullHttpResponse response) {
		if (exchange != this.current) {
			response.release();
			return;
		}
		this.answeredSession = exchange.isOfSession();
		boolean keepAlive = keepsAlive(exchange.request());
		this.receipt.dropBody();
		if (this.receipt.stream() != null) {
			this.receipt.unstream();
			this.receipt.setReading(true);
		}
		this.responses.write(exchange.request(), response, keepAlive);
	}

	void begin(HttpExchange exchange, HttpResponse head, boolean delimited) {
		if (exchange == this.current) {
			this.answeredSession = exchange.isOfSession();
			this.responses.begin(exchange.request(), head, delimited && keepsAlive(exchange.request()));
		}
	}

	void write(HttpExchange exchange, HttpContent part) {
		if (exchange != this.current || this.responses.isWritten()) {
			part.release();
		}
		else if (part instanceof LastHttpContent last) {
			this.receipt.unstream();
			this.receipt.setReading(true);
			this.responses.end(last);
		}
		else {
			this.responses.write(part);
		}
	}

	void breakOff(HttpExchange exchange) {
		if (exchange == this.current) {
			this.receipt.unstream();
			this.responses.breakOff();
		}
	}

	private boolean keepsAlive(HttpRequest request) {
		if (this.retiring || !HttpUtil.isKeepAlive(request)) {
			return false;
		}
		// Without its 100 Continue the body may never come.
		return this.receipt.isComplete()
				|| (!HttpUtil.is100ContinueExpected(request) && !HttpUtil.isTransferEncodingChunked(request)
						&& HttpUtil.getContentLength(request, 0L) <= SKIPPED_BYTES);
	}

	boolean isRequestComplete() {
		return this.receipt.isComplete();
	}

	// The next request

	/**
	 * Goes on with the next request, if the current one is both complete and answered.
	 */
	void finishExchange() {
		if (this.responses.isClosing() || !this.receipt.isComplete() || !this.responses.isWritten()) {
			return;
		}
		this.current = null;
		if (!channel().isWritable()) {
			channel().config().setAutoRead(false);
			awaitReading();
		}
		else if (!this.waiting.isEmpty()) {
			resume(context());
		}
		recharge();
	}

	private void hold(ChannelHandlerContext context, HttpObject part) {
		if (context.isRemoved()) {
			// Pipelined behind a request that left HTTP.
			ReferenceCountUtil.release(part);
			context.close();
			return;
		}
		// A client that only reads slowly may have sent what one read brings.
		if (this.current != null && !this.waiting.hasRoomFor(part)) {
			logger.debug("Too many requests ahead of a response on {}", context.channel());
			ReferenceCountUtil.release(part);
			context.close();
			return;
		}
		if (this.waiting.isEmpty()) {
			context.channel().config().setAutoRead(false);
		}
		this.waiting.add(part);
	}

	// Whoever is further up the stack goes on with what waits.
	private void resume(ChannelHandlerContext context) {
		this.waiting.moveTo((part) -> channelRead(context, part));
		recharge();
		if (this.waiting.isEmpty() && !isUnread()) {
			context.channel().config().setAutoRead(true);
		}
	}

	// A client that does not read its responses

	/** Does nothing for the client before it has read what was written. */
	void awaitReading() {
		WriteTimeout timeout = this.writeTimeout;
		if (timeout == null) {
			timeout = new WriteTimeout(context(), this.clock.body().toMillis());
			this.writeTimeout = timeout;
		}
		timeout.begin();
	}

	private boolean isUnread() {
		return this.writeTimeout != null && this.writeTimeout.isOn();
	}

	void addReadListener(HttpExchange.ResponseListener action) {
		Channel channel = channel();
		if (channel.isActive() && !channel.isWritable()) {
			this.taken = action;
		}
		else {
			action.onEnd(channel.isActive() || this.responses.isTaken());
		}
	}

	void tellRead(boolean taken) {
		HttpExchange.ResponseListener listener = this.taken;
		if (listener != null) {
			this.taken = null;
			listener.onEnd(taken);
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			onWritable(context);
		}
		recharge();
		context.fireChannelWritabilityChanged();
	}

	private void onWritable(ChannelHandlerContext context) {
		tellRead(true);
		boolean waited = isUnread();
		if (this.writeTimeout != null) {
			this.writeTimeout.end();
		}
		HttpStream stream = this.receipt.stream();
		if (stream != null) {
			stream.onWritable();
		}
		else if (waited && !this.responses.isClosing()) {
			resume(context);
		}
	}

	// What goes wrong

	private void refuse(HttpObject part) {
		Throwable cause = part.decoderResult().cause();
		logger.debug("Malformed request on {}", context().channel(), cause);
		this.receipt.breakOff();
		if (this.current == null) {
			this.responses.refuse(HttpErrors.status(cause));
		}
		else {
			// What follows a malformed part cannot be told from it.
			respondLast(this.current, HttpResponseStatus.BAD_REQUEST);
		}
	}

	void onBodyTooLarge() {
		respond(Objects.requireNonNull(this.current), HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
	}

	void onRequestTimeout() {
		HttpExchange exchange = this.current;
		if (exchange == null) {
			return;
		}
		if (this.responses.isWritten() || this.receipt.isToSwitch()) {
			context().close();
			return;
		}
		this.receipt.breakOff();
		respondLast(exchange, HttpResponseStatus.REQUEST_TIMEOUT);
	}

	private void respondLast(HttpExchange exchange, HttpResponseStatus status) {
		exchange.request().headers().set(HttpHeaderNames.CONNECTION, "close");
		if (exchange.hasResponse() && !this.responses.isWritten()) {
			// A response that has begun cannot become another.
			breakOff(exchange);
		}
		else {
			respond(exchange, status);
		}
	}

	// A web page may learn what went wrong if it may talk to the server at all.
	private void respond(HttpExchange exchange, HttpResponseStatus status) {
		FullHttpResponse response = HttpErrors.empty(status);
		this.origins.addHeaders(exchange.request().headers(), exchange.isSameOrigin(), response.headers());
		exchange.respond(response);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		try {
			if (!(cause instanceof IOException)) {
				logger.debug("Closing {}", context.channel(), cause);
			}
			context.close();
		}
		catch (Error ex) {
			// For want of memory. What was being read is lost, so the client must notice
			// that.
			context.channel().unsafe().closeForcibly();
		}
	}

	// The connection's end

	/** Ends what is under way, and HTTP with it: the connection is about to be closed. */
	private void release() {
		HttpExchange exchange = this.current;
		this.receipt.end();
		if (exchange != null) {
			exchange.abort();
		}
		if (!context().isRemoved()) {
			ProtocolUpgrade.leave(channel().pipeline());
		}
	}

	/**
	 * Closes the connection as soon as no request is lost by it: with the next response,
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

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		HttpExchange exchange = this.current;
		this.receipt.end();
		if (exchange != null) {
			exchange.abort();
		}
		releaseAll();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		releaseAll();
		if (this.charge != null) {
			this.charge.end();
			this.charge = null;
		}
	}

	private void releaseAll() {
		tellRead(false);
		this.receipt.end();
		if (this.writeTimeout != null) {
			this.writeTimeout.end();
		}
		this.waiting.moveTo(ReferenceCountUtil::release);
	}

	boolean isSecure(HttpRequest request) {
		return this.addresses.isSecure(channel(), request);
	}

	byte @Nullable [] clientCertificate(HttpRequest request) {
		return this.addresses.clientCertificate(channel(), request);
	}

	Channel channel() {
		return context().channel();
	}

	ChannelHandlerContext context() {
		return Objects.requireNonNull(this.context, "Not in a pipeline");
	}

}
