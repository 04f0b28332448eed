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
 * Closes a connection whose request's head takes too long, with 408 if it has begun, and
 * one that has been idle between two requests for too long.
 * <p>
 * While a request is being answered, as a poll is that waits for something to tell, no
 * time runs; how long a body may take is for others to watch. Leaves with HTTP, so that a
 * WebSocket knows nothing of it.
 */
public final class RequestClock extends ChannelDuplexHandler {

	private static final Logger logger = LoggerFactory.getLogger(RequestClock.class);

	private static final String NAME = "sticky.requestClock";

	private static final String FIRST_BYTE = "sticky.firstByte";

	private final Failures failures;

	private final long headNanos;

	private final long idleNanos;

	private final boolean tls;

	private final FirstByte firstByte = new FirstByte();

	private @Nullable Future<?> alarm;

	/** When the alarm will ring, which may be before the time is up. */
	private long alarmAt;

	/** When the time is up, if it runs. */
	private long deadline;

	private boolean running;

	/** Whether the time that runs is for a head, and not for being idle. */
	private boolean awaitingHead;

	private boolean headBegun;

	private boolean inBody;

	private int unanswered;

	/** Whether what is being written is an answer, and not a note on the way to it. */
	private boolean answering;

	private boolean expired;

	/**
	 * Makes the clock of one connection.
	 * @param head how long the head of a request may take
	 * @param idle how long a connection may be idle between two requests
	 * @param tls whether time begins with the end of a TLS handshake
	 * @param failures told of what went wrong
	 */
	public RequestClock(Duration head, Duration idle, boolean tls, Failures failures) {
		this.headNanos = head.toNanos();
		this.idleNanos = idle.toNanos();
		this.failures = failures;
		this.tls = tls;
	}

	/**
	 * Adds the clock around the HTTP codec, which must be there already.
	 * @param pipeline the pipeline of an accepted channel
	 */
	public void addTo(ChannelPipeline pipeline) {
		pipeline.addBefore(HttpPipeline.CODEC, FIRST_BYTE, this.firstByte);
		pipeline.addAfter(HttpPipeline.CODEC, NAME, this);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		if (!this.tls) {
			start(context, true);
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

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake) {
			if (handshake.isSuccess()) {
				start(context, true);
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
			onEnd(context);
		}
		context.fireChannelRead(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.headBegun && this.unanswered == 0 && !this.awaitingHead) {
			start(context, true);
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response) {
			this.answering = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
		}
		boolean answered = this.answering && message instanceof LastHttpContent;
		context.write(message, promise);
		if (answered && this.unanswered > 0 && --this.unanswered == 0 && !this.inBody) {
			start(context, this.headBegun);
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

	private void onEnd(ChannelHandlerContext context) {
		boolean answeredBefore = this.inBody && this.unanswered == 0;
		this.inBody = false;
		if (answeredBefore) {
			start(context, false);
		}
	}

	private void start(ChannelHandlerContext context, boolean head) {
		long now = context.executor().ticker().nanoTime();
		this.running = true;
		this.awaitingHead = head;
		this.deadline = now + (head ? this.headNanos : this.idleNanos);
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
		this.running = false;
		this.awaitingHead = false;
	}

	/**
	 * One alarm serves many requests: it is not taken back at each, but set again when it
	 * rings too early.
	 */
	private void setAlarm(ChannelHandlerContext context, long now) {
		this.alarmAt = this.deadline;
		this.alarm = context.executor().schedule(() -> ring(context), this.deadline - now, TimeUnit.NANOSECONDS);
	}

	private void ring(ChannelHandlerContext context) {
		this.alarm = null;
		if (!this.running || !context.channel().isActive()) {
			return;
		}
		long now = context.executor().ticker().nanoTime();
		if (this.deadline - now > 0) {
			setAlarm(context, now);
		}
		else {
			expire(context);
		}
	}

	private void expire(ChannelHandlerContext context) {
		boolean late = this.awaitingHead;
		this.expired = true;
		stop();
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
	 * Is told, on the channel's event loop, of connections that are closed for what did
	 * not come.
	 */
	public interface Failures {

		/** The head of a request has not come in time. */
		void headTooLate();

		/** The head of a request is larger than one may be. */
		void headTooLarge();

		/** A TLS handshake has failed. */
		void handshakeFailed();

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
