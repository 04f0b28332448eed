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

package io.github.stickycluster.dispatch.forward;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.engineio.HttpExchange;
import io.github.stickycluster.engineio.HttpStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to a server, and the answer on its way back. Everything happens
 * on the event loop that both connections live on.
 */
final class Forwarding implements HttpStream {

	private static final Logger logger = LoggerFactory.getLogger(Forwarding.class);

	private final Forwarder forwarder;

	private final HttpExchange exchange;

	private final HttpRequest head;

	private final Upstream upstream;

	/** Parts of the body that came before there was a connection. */
	private final Deque<HttpContent> early = new ArrayDeque<>(2);

	private @Nullable UpstreamConnection connection;

	private @Nullable Future<?> timeout;

	private long progressAt;

	private boolean reused;

	private boolean sent;

	private @Nullable HttpResponse answer;

	private boolean ended;

	Forwarding(Forwarder forwarder, HttpExchange exchange, HttpRequest head, Upstream upstream) {
		this.forwarder = forwarder;
		this.exchange = exchange;
		this.head = head;
		this.upstream = upstream;
	}

	void start() {
		this.exchange.stream(this);
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
		this.exchange.setReading(upstream.channel().isWritable());
	}

	// From the client

	@Override
	public void onContent(HttpContent content) {
		UpstreamConnection to = this.connection;
		this.sent = content instanceof LastHttpContent;
		progress();
		if (to == null) {
			this.early.add(content);
			return;
		}
		to.write(content);
		if (!this.sent) {
			to.channel().flush();
		}
		if (!to.channel().isWritable()) {
			this.exchange.setReading(false);
		}
	}

	@Override
	public void onWritable() {
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
		this.answer = response;
		if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
			return;
		}
		cancelTimeout();
		boolean mayHaveBody = mayHaveBody(response.status());
		boolean persistent = HttpVersion.HTTP_1_1.equals(this.exchange.request().protocolVersion());
		boolean unknownLength = mayHaveBody && !HttpUtil.isContentLengthSet(response);
		this.exchange.begin(ForwardHeaders.response(response, unknownLength && persistent),
				persistent || !unknownLength);
	}

	void onContent(UpstreamConnection from, HttpContent content) {
		HttpResponse response = Objects.requireNonNull(this.answer);
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
		HttpResponse response = Objects.requireNonNull(this.answer);
		this.answer = null;
		if (HttpResponseStatus.CONTINUE.equals(status)) {
			this.exchange.sendContinue();
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
		if (this.answer != null) {
			this.exchange.flush();
		}
	}

	void onUpstreamWritable() {
		progress();
		this.exchange.setReading(true);
	}

	void onUpstreamClosed() {
		if (this.reused && this.answer == null && isRepeatable()) {
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
			this.exchange.respond(failure.response());
		}
	}

	private boolean isBegun() {
		HttpResponse response = this.answer;
		return response != null && response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
	}

	private boolean mayHaveBody(HttpResponseStatus status) {
		return !HttpMethod.HEAD.equals(this.head.method()) && !HttpResponseStatus.NO_CONTENT.equals(status)
				&& !HttpResponseStatus.NOT_MODIFIED.equals(status) && !HttpResponseStatus.RESET_CONTENT.equals(status);
	}

	// The time until the answer's head

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

	private void end() {
		this.ended = true;
		cancelTimeout();
		for (HttpContent part = this.early.poll(); part != null; part = this.early.poll()) {
			part.release();
		}
	}

	private Channel client() {
		return this.exchange.channel();
	}

}
