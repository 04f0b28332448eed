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

package io.github.stickycluster.internal.http.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.HttpStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to a server, and the response on its way back. Everything
 * happens on the event loop that both connections live on.
 */
final class Forwarding implements HttpStream {

	private static final Logger logger = LoggerFactory.getLogger(Forwarding.class);

	private final Forwarder forwarder;

	private final HttpExchange exchange;

	private final HttpRequest head;

	private final Upstream upstream;

	/** None if the client's requests are not bounded. */
	private final @Nullable Turn turn;

	/** None if the request has no body or may come as slowly as it likes. */
	private @Nullable Pace sending;

	/** None before the client lets a response wait, or if it may. */
	private @Nullable Pace reading;

	private long received;

	/** Parts of the body that came before there was a connection. */
	private final Deque<HttpContent> early = new ArrayDeque<>(2);

	private @Nullable UpstreamConnection connection;

	private @Nullable Future<?> timeout;

	private long progressAt;

	private boolean reused;

	private boolean sent;

	private @Nullable HttpResponse response;

	private boolean ended;

	Forwarding(Forwarder forwarder, HttpExchange exchange, HttpRequest head, Upstream upstream, @Nullable Turn turn) {
		this.forwarder = forwarder;
		this.exchange = exchange;
		this.head = head;
		this.upstream = upstream;
		this.turn = turn;
	}

	void start() {
		this.exchange.stream(this);
		if (this.turn == null) {
			begin();
		}
		else if (!this.turn.take(client().eventLoop(), this::begin, () -> onFailure(ForwardFailure.TOO_MANY))) {
			this.exchange.setReading(false);
		}
	}

	private void begin() {
		UpstreamConnection waiting = this.forwarder.poll(this.upstream, client().eventLoop());
		if (waiting != null) {
			this.reused = true;
			use(waiting);
		}
		else {
			connect();
		}
	}

	private void connect() {
		this.reused = false;
		this.exchange.setReading(false);
		ChannelFuture connecting = this.forwarder.connect(this.upstream, client().eventLoop());
		connecting.addListener((connected) -> {
			if (this.ended) {
				connecting.channel().close();
			}
			else if (connected.isSuccess()) {
				use(Objects.requireNonNull(connecting.channel().pipeline().get(UpstreamConnection.class)));
			}
			else {
				logger.debug("Cannot connect to {}: {}", this.upstream.address(), connected.cause().toString());
				onFailure(ForwardFailure.UNREACHABLE);
			}
		});
	}

	private void use(UpstreamConnection upstream) {
		this.connection = upstream;
		upstream.use(this);
		progress();
		setTimeout(headNanos());
		upstream.write(this.head);
		for (HttpContent part = this.early.poll(); part != null; part = this.early.poll()) {
			upstream.write(part);
		}
		upstream.channel().flush();
		if (!HttpUtil.is100ContinueExpected(this.head)) {
			watchSending();
		}
		readOn(upstream.channel().isWritable());
	}

	private void readOn(boolean reading) {
		this.exchange.setReading(reading);
		Pace sending = this.sending;
		if (sending != null && reading && !this.sent) {
			sending.start();
		}
		else if (sending != null) {
			sending.stop();
		}
	}

	private void watchSending() {
		ClientBounds bounds = bounds();
		if (this.sending == null && bounds.minRequestRate() > 0 && ForwardHeaders.hasBody(this.head)) {
			this.sending = new Pace(client().eventLoop(), bounds.minRequestRate(), bounds.patience().toNanos(),
					() -> this.received, () -> onFailure(ForwardFailure.SLOW_REQUEST));
		}
	}

	// From the client

	@Override
	public void onContent(HttpContent content) {
		UpstreamConnection to = this.connection;
		this.sent = content instanceof LastHttpContent;
		this.received += content.content().readableBytes();
		progress();
		if (to == null) {
			this.early.add(content);
			return;
		}
		to.write(content);
		if (!this.sent) {
			to.channel().flush();
		}
		if (this.sent && this.sending != null) {
			this.sending.stop();
		}
		if (!to.channel().isWritable()) {
			readOn(false);
		}
	}

	@Override
	public void onWritable() {
		if (this.reading != null) {
			this.reading.stop();
		}
		if (this.connection != null) {
			this.connection.channel().config().setAutoRead(true);
		}
	}

	@Override
	public void onAbort() {
		end();
		if (this.connection != null) {
			this.connection.close();
		}
	}

	// From the server

	void onHead(HttpResponse response) {
		this.response = response;
		if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
			return;
		}
		cancelTimeout();
		if (this.turn != null && isEventStream(response)) {
			// It is meant to stay.
			this.turn.end();
		}
		boolean mayHaveBody = mayHaveBody(response.status());
		boolean persistent = HttpVersion.HTTP_1_1.equals(this.exchange.request().protocolVersion());
		boolean unknownLength = mayHaveBody && !HttpUtil.isContentLengthSet(response);
		this.exchange.begin(ForwardHeaders.response(response, unknownLength && persistent),
				persistent || !unknownLength);
	}

	void onContent(UpstreamConnection from, HttpContent content) {
		HttpResponse response = Objects.requireNonNull(this.response);
		if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
			content.release();
			onInformation(from, response.status());
			return;
		}
		boolean last = content instanceof LastHttpContent;
		if (last) {
			// Before the client's next request can ask for a connection.
			finish(from, response);
		}
		this.exchange.write(content);
		if (!last && !client().isWritable()) {
			from.channel().config().setAutoRead(false);
		}
	}

	private void finish(UpstreamConnection from, HttpResponse response) {
		end();
		if (this.sent && HttpUtil.isKeepAlive(response)) {
			from.release(this.forwarder.settings().idleTimeout().toMillis());
		}
		else {
			from.close();
		}
	}

	private void onInformation(UpstreamConnection from, HttpResponseStatus status) {
		HttpResponse response = Objects.requireNonNull(this.response);
		this.response = null;
		if (HttpResponseStatus.CONTINUE.equals(status)) {
			this.exchange.sendContinue();
			watchSending();
			readOn(from.channel().isWritable());
		}
		else if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(status)) {
			onUpgrade(from, response);
		}
	}

	private void onUpgrade(UpstreamConnection from, HttpResponse response) {
		if (!ForwardHeaders.isUpgrade(this.head)) {
			onFailure(ForwardFailure.MALFORMED);
			return;
		}
		end();
		Channel server = from.channel();
		server.config().setAutoRead(false);
		FullHttpResponse accepted = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, response.status(),
				Unpooled.EMPTY_BUFFER, ForwardHeaders.upgraded(response),
				DefaultHttpHeadersFactory.trailersFactory().newHeaders());
		this.exchange.switchProtocol(accepted, client().eventLoop(), (pipeline) -> {
			Splice.join(pipeline.channel(), server);
			server.pipeline().remove(from);
			server.pipeline().remove(Forwarder.HTTP_CODEC);
			server.config().setAutoRead(true);
		}, from::close);
	}

	void onReadComplete() {
		HttpResponse response = this.response;
		if (response == null) {
			return;
		}
		this.exchange.flush();
		// Only now, since what has been read is written before the server has to wait.
		if (!this.ended && !client().isWritable() && !isEventStream(response)) {
			watchReading();
		}
	}

	private void watchReading() {
		ClientBounds bounds = bounds();
		Pace reading = this.reading;
		if (reading == null && bounds.minResponseRate() > 0) {
			reading = new Pace(client().eventLoop(), bounds.minResponseRate(), bounds.patience().toNanos(),
					() -> -unread(), () -> onFailure(ForwardFailure.SLOW_RESPONSE));
			this.reading = reading;
		}
		if (reading != null) {
			reading.start();
		}
	}

	/** What waits for the client to be read, and does not grow while the server waits. */
	private long unread() {
		ChannelOutboundBuffer buffer = client().unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() - buffer.currentProgress() : 0;
	}

	private static boolean isEventStream(HttpResponse response) {
		CharSequence type = HttpUtil.getMimeType(response);
		return type != null && AsciiString.contentEqualsIgnoreCase(type, HttpHeaderValues.TEXT_EVENT_STREAM);
	}

	void onUpstreamWritable() {
		progress();
		readOn(true);
	}

	void onUpstreamClosed() {
		if (this.reused && this.response == null && isRepeatable()) {
			logger.debug("{} closed a waiting connection, trying another", this.upstream.address());
			cancelTimeout();
			this.connection = null;
			if (this.sent) {
				this.early.add(LastHttpContent.EMPTY_LAST_CONTENT);
			}
			connect();
		}
		else {
			onFailure(ForwardFailure.BROKEN);
		}
	}

	/**
	 * Whether the request may be sent twice (RFC 9110, section 9.2.2), and is at hand.
	 */
	private boolean isRepeatable() {
		HttpMethod method = this.head.method();
		boolean safe = HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method)
				|| HttpMethod.OPTIONS.equals(method);
		return safe && !ForwardHeaders.hasBody(this.head);
	}

	void onFailure(ForwardFailure failure) {
		if (this.ended) {
			return;
		}
		end();
		logger.debug("{} at {} failed: {}", this.exchange, this.upstream.address(), failure);
		this.forwarder.counters().failed(failure);
		if (this.connection != null) {
			this.connection.close();
		}
		if (isBegun()) {
			this.exchange.breakOff();
		}
		else {
			if (failure.endsConnection()) {
				this.exchange.request().headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			}
			this.exchange.respond(failure.response());
		}
	}

	private boolean isBegun() {
		HttpResponse response = this.response;
		return response != null && response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
	}

	private boolean mayHaveBody(HttpResponseStatus status) {
		return !HttpMethod.HEAD.equals(this.head.method()) && !HttpResponseStatus.NO_CONTENT.equals(status)
				&& !HttpResponseStatus.NOT_MODIFIED.equals(status) && !HttpResponseStatus.RESET_CONTENT.equals(status);
	}

	// The time until the response's head

	private void progress() {
		this.progressAt = client().eventLoop().ticker().nanoTime();
	}

	private void setTimeout(long nanos) {
		this.timeout = client().eventLoop().schedule(this::onTimeout, nanos, TimeUnit.NANOSECONDS);
	}

	private void onTimeout() {
		this.timeout = null;
		long left = this.progressAt + headNanos() - client().eventLoop().ticker().nanoTime();
		boolean clientsTurn = !this.sent && this.connection != null && this.connection.channel().isWritable();
		if (clientsTurn) {
			setTimeout(headNanos());
		}
		else if (left > 0) {
			setTimeout(left);
		}
		else {
			onFailure(ForwardFailure.TIMEOUT);
		}
	}

	private long headNanos() {
		return this.forwarder.settings().headTimeout().toNanos();
	}

	private void cancelTimeout() {
		Future<?> timeout = this.timeout;
		if (timeout != null) {
			this.timeout = null;
			timeout.cancel(false);
		}
	}

	private ClientBounds bounds() {
		return this.forwarder.settings().bounds();
	}

	private void end() {
		this.ended = true;
		cancelTimeout();
		if (this.sending != null) {
			this.sending.end();
		}
		if (this.reading != null) {
			this.reading.end();
		}
		if (this.turn != null) {
			this.turn.end();
		}
		for (HttpContent part = this.early.poll(); part != null; part = this.early.poll()) {
			part.release();
		}
	}

	private Channel client() {
		return this.exchange.channel();
	}

}
