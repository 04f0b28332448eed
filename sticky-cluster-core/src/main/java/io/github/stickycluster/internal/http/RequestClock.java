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

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times the requests of one connection: its head, its body, and the pause between two
 * requests, each with a limit of its own. A head that takes too long is refused with 408
 * and closes the connection, a pause that takes too long closes it, and of a body
 * {@link RequestReceipt} decides, which also says when its time runs.
 * <p>
 * While a response is awaited, as that to a held poll is, no time runs. The clock leaves
 * with HTTP, so that no WebSocket pays for it. Used on the channel's event loop.
 */
public final class RequestClock extends ChannelDuplexHandler {

	private static final Logger logger = LoggerFactory.getLogger(RequestClock.class);

	private static final String NAME = "sticky.requestClock";

	private static final String FIRST_BYTE = "sticky.firstByte";

	private final Failures failures;

	private final long headNanos;

	private final long idleNanos;

	private final Duration body;

	private final boolean tls;

	private final FirstByte firstByte = new FirstByte();

	private @Nullable ChannelHandlerContext context;

	private @Nullable Future<?> alarm;

	/** When the alarm will ring, which may be before the time is up. */
	private long alarmAt;

	/** What is being timed, until {@link #deadline}. */
	private Phase phase = Phase.NONE;

	private long deadline;

	/** Called when a body has taken too long. */
	private @Nullable Runnable bodyTimeout;

	private boolean headBegun;

	private boolean inBody;

	private int unanswered;

	/** Whether what is being written is a response, and not a note on the way to it. */
	private boolean responding;

	private boolean expired;

	/**
	 * Creates the clock of one connection.
	 * @param head how long the head of a request may take
	 * @param idle how long a connection may be idle between two requests
	 * @param body how long the body of a request may take
	 * @param tls whether time begins with the end of a TLS handshake
	 * @param failures told of what went wrong
	 */
	public RequestClock(Duration head, Duration idle, Duration body, boolean tls, Failures failures) {
		this.headNanos = head.toNanos();
		this.idleNanos = idle.toNanos();
		this.body = body;
		this.tls = tls;
		this.failures = failures;
	}

	/**
	 * Creates a clock for a port that only the cluster's own nodes reach, which times
	 * nothing but bodies.
	 * @param body how long the body of a request may take
	 */
	public RequestClock(Duration body) {
		this(Duration.ZERO, Duration.ZERO, body, false, Failures.NONE);
	}

	/**
	 * Adds the clock around the HTTP codec, which must be the last handler.
	 * @param pipeline the pipeline of an accepted channel
	 */
	void addTo(ChannelPipeline pipeline) {
		if (this.headNanos > 0) {
			pipeline.addBefore(HttpPipeline.CODEC, FIRST_BYTE, this.firstByte);
		}
		pipeline.addLast(NAME, this);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		if (!this.tls) {
			start(Phase.HEAD, this.headNanos);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stop();
		Future<?> alarm = this.alarm;
		if (alarm != null) {
			this.alarm = null;
			alarm.cancel(false);
		}
		if (context.pipeline().context(this.firstByte) != null) {
			context.pipeline().remove(this.firstByte);
		}
	}

	// Heads, and pauses between requests

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake) {
			if (handshake.isSuccess()) {
				start(Phase.HEAD, this.headNanos);
			}
			else {
				this.failures.handshakeFailed();
			}
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.expired) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof HttpRequest request) {
			onHead(request);
		}
		if (message instanceof LastHttpContent) {
			onEnd();
		}
		context.fireChannelRead(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.headBegun && this.unanswered == 0 && this.phase != Phase.HEAD) {
			start(Phase.HEAD, this.headNanos);
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response) {
			this.responding = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
		}
		boolean responded = this.responding && message instanceof LastHttpContent;
		context.write(message, promise);
		if (responded && this.unanswered > 0 && --this.unanswered == 0 && !this.inBody) {
			awaitNext();
		}
	}

	private void onHead(HttpRequest request) {
		stop();
		this.headBegun = false;
		if (request.decoderResult().isSuccess()) {
			this.inBody = true;
			this.unanswered++;
		}
		else if (request.decoderResult().cause() instanceof TooLongFrameException) {
			this.failures.headTooLarge();
		}
	}

	private void onEnd() {
		boolean respondedBefore = this.inBody && this.unanswered == 0;
		this.inBody = false;
		if (respondedBefore) {
			awaitNext();
		}
	}

	private void awaitNext() {
		if (this.headBegun) {
			start(Phase.HEAD, this.headNanos);
		}
		else {
			start(Phase.IDLE, this.idleNanos);
		}
	}

	// Bodies

	/**
	 * Returns how long a body may take.
	 * @return the limit
	 */
	Duration body() {
		return this.body;
	}

	/**
	 * Lets time run for the body that is being received, unless it does so already.
	 * @param timeout called when the time is up
	 */
	void startBody(Runnable timeout) {
		if (this.phase != Phase.BODY) {
			this.bodyTimeout = timeout;
			start(Phase.BODY, this.body.toNanos());
		}
	}

	/** Stops the time of a body. */
	void stopBody() {
		if (this.phase == Phase.BODY) {
			stop();
		}
	}

	// The alarm

	private void start(Phase phase, long nanos) {
		ChannelHandlerContext context = Objects.requireNonNull(this.context, "Not in a pipeline");
		if (nanos == 0 || context.isRemoved()) {
			stop();
			return;
		}
		long now = context.executor().ticker().nanoTime();
		this.phase = phase;
		this.deadline = now + nanos;
		Future<?> alarm = this.alarm;
		if (alarm == null) {
			setAlarm(context, now);
		}
		else if (this.alarmAt - this.deadline > 0) {
			alarm.cancel(false);
			setAlarm(context, now);
		}
	}

	private void stop() {
		this.phase = Phase.NONE;
	}

	/**
	 * One alarm serves many requests: it is not cancelled at each, but set again when it
	 * rings too early.
	 */
	private void setAlarm(ChannelHandlerContext context, long now) {
		this.alarmAt = this.deadline;
		this.alarm = context.executor().schedule(() -> ring(context), this.deadline - now, TimeUnit.NANOSECONDS);
	}

	private void ring(ChannelHandlerContext context) {
		this.alarm = null;
		if (this.phase == Phase.NONE || !context.channel().isActive()) {
			return;
		}
		long now = context.executor().ticker().nanoTime();
		if (this.deadline - now > 0) {
			setAlarm(context, now);
			return;
		}
		Phase expired = this.phase;
		stop();
		if (expired == Phase.BODY) {
			Objects.requireNonNull(this.bodyTimeout).run();
		}
		else {
			expire(context, expired == Phase.HEAD);
		}
	}

	private void expire(ChannelHandlerContext context, boolean late) {
		this.expired = true;
		if (late) {
			logger.debug("The head of a request took too long on {}", context.channel());
			this.failures.headTooLate();
		}
		if (late && this.headBegun) {
			context.writeAndFlush(HttpErrors.closing(HttpResponseStatus.REQUEST_TIMEOUT))
				.addListener(ChannelFutureListener.CLOSE);
		}
		else {
			context.close();
		}
	}

	/**
	 * What a connection waits for.
	 */
	private enum Phase {

		/** Nothing that has a limit. */
		NONE,

		/** The rest of a head, or the first request. */
		HEAD,

		/** The rest of a body. */
		BODY,

		/** The next request. */
		IDLE

	}

	/**
	 * Is told, on the channel's event loop, of connections that are closed for what did
	 * not come.
	 */
	public interface Failures {

		/** Tells nobody. */
		Failures NONE = new Failures() {
		};

		/** The head of a request has not come in time. */
		default void headTooLate() {
		}

		/** The head of a request is larger than one may be. */
		default void headTooLarge() {
		}

		/** A TLS handshake has failed. */
		default void handshakeFailed() {
		}

	}

	/**
	 * Sees the bytes of a head before the codec can make anything of them.
	 */
	private final class FirstByte extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (!RequestClock.this.inBody) {
				RequestClock.this.headBegun = true;
			}
			context.fireChannelRead(message);
		}

	}

}
