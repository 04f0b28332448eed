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

package io.github.stickycluster.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO client that polls: it posts an event and polls for its echo, again and
 * again, on one connection, or on a new one where the server has closed the last.
 */
final class PollingClient {

	private static final String EVENT = "42[\"echo\",\"The quick brown fox jumps over the lazy dog. And\"]";

	private static final ByteBuf HEAD_END = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));

	private static final String OK = "http/1.1 200 ";

	private static final String CHUNKED = "\r\ntransfer-encoding: chunked";

	private static final ByteBuf LAST_CHUNK = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("0\r\n\r\n", StandardCharsets.US_ASCII));

	private static final String LENGTH = "\r\ncontent-length: ";

	private static final int MANY_ERRORS = 100;

	private final Generator generator;

	private final RunningPeer peer;

	private final int number;

	private final Tally tally;

	private final CountDownLatch ready;

	private final CountDownLatch ended;

	private Step step = Step.OPEN;

	private ByteBuf request = Requests.open();

	private @Nullable ByteBuf post;

	private @Nullable ByteBuf poll;

	private @Nullable ByteBuf connect;

	private @Nullable ChannelHandlerContext connection;

	private boolean awaiting;

	private long sent;

	PollingClient(Generator generator, RunningPeer peer, int number, Tally tally, CountDownLatch ready,
			CountDownLatch ended) {
		this.generator = generator;
		this.peer = peer;
		this.number = number;
		this.tally = tally;
		this.ready = ready;
		this.ended = ended;
	}

	/**
	 * Sends the request that is next; on the client's event loop, or before any other.
	 */
	void send() {
		this.awaiting = true;
		this.sent = System.nanoTime();
		ChannelHandlerContext context = this.connection;
		if (context != null) {
			context.writeAndFlush(this.request.duplicate(), context.voidPromise());
			return;
		}
		this.generator.connect(this.peer, this.number, new Answers()).addListener((ChannelFuture connected) -> {
			if (!connected.isSuccess()) {
				fail("cannot connect: " + connected.cause());
			}
		});
	}

	void close() {
		ChannelHandlerContext context = this.connection;
		if (context != null) {
			context.close();
		}
	}

	private void onAnswer(String body) {
		this.awaiting = false;
		switch (this.step) {
			case OPEN -> {
				int sid = body.indexOf("\"sid\":\"") + "\"sid\":\"".length();
				prepare(body.substring(sid, body.indexOf('"', sid)));
				next(Step.CONNECT, this.connect);
			}
			case CONNECT -> next(Step.CONNECTED, this.poll);
			case CONNECTED -> {
				this.ready.countDown();
				next(Step.POST, this.post);
			}
			case POST -> {
				this.tally.done(this.sent);
				next(Step.POLL, this.poll);
			}
			case POLL -> onPoll(body);
		}
	}

	private void onPoll(String body) {
		if (body.equals(EVENT)) {
			this.tally.done(this.sent);
			if (this.tally.isOver()) {
				this.ended.countDown();
			}
			else {
				next(Step.POST, this.post);
			}
		}
		// Stock says twice that the client is connected.
		else if (body.startsWith("40")) {
			next(Step.POLL, this.poll);
		}
		else {
			fail("a wrong answer: " + body);
		}
	}

	private void prepare(String sid) {
		this.connect = Requests.post(sid, "40");
		this.poll = Requests.poll(sid);
		this.post = Requests.post(sid, EVENT);
	}

	private void next(Step step, @Nullable ByteBuf request) {
		if (request == null) {
			throw new IllegalStateException("The client has no session");
		}
		this.step = step;
		this.request = request;
		send();
	}

	private void fail(String reason) {
		this.awaiting = false;
		this.tally.failed(reason);
		this.ready.countDown();
		if (this.tally.isOver() || this.tally.errors() > MANY_ERRORS || this.step.compareTo(Step.POST) < 0) {
			this.ended.countDown();
		}
		else {
			next(Step.POST, this.post);
		}
	}

	private enum Step {

		OPEN, CONNECT, CONNECTED, POST, POLL

	}

	/**
	 * Takes answers off one connection.
	 */
	private final class Answers extends ByteToMessageDecoder {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			PollingClient.this.connection = context;
			context.writeAndFlush(PollingClient.this.request.duplicate(), context.voidPromise());
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
			int end = ByteBufUtil.indexOf(HEAD_END, in);
			if (end < 0) {
				return;
			}
			String head = in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.US_ASCII)
				.toLowerCase(Locale.ROOT);
			String body = body(head, in, end + HEAD_END.readableBytes());
			if (body == null) {
				return;
			}
			if (head.contains("\r\nconnection: close")) {
				PollingClient.this.connection = null;
				context.close();
			}
			if (head.startsWith(OK)) {
				onAnswer(body);
			}
			else {
				fail(head.lines().findFirst().orElse("") + ' ' + body);
			}
		}

		private static @Nullable String body(String head, ByteBuf in, int start) {
			boolean chunked = head.contains(CHUNKED);
			int end = in.writerIndex();
			if (chunked) {
				int last = ByteBufUtil.indexOf(LAST_CHUNK, in.slice(start, end - start));
				end = (last < 0) ? Integer.MAX_VALUE : start + last + LAST_CHUNK.readableBytes();
			}
			else {
				end = start + contentLength(head);
			}
			if (in.writerIndex() < end) {
				return null;
			}
			in.readerIndex(end);
			String body = in.toString(start, end - start, StandardCharsets.US_ASCII);
			return chunked ? dechunked(body) : body;
		}

		private static String dechunked(String body) {
			StringBuilder parts = new StringBuilder();
			int start = 0;
			for (int end = body.indexOf('\r'); end > start; end = body.indexOf('\r', start)) {
				int length = Integer.parseInt(body, start, end, 16);
				parts.append(body, end + 2, end + 2 + length);
				start = end + 2 + length + 2;
			}
			return parts.toString();
		}

		private static int contentLength(String head) {
			int field = head.indexOf(LENGTH);
			if (field < 0) {
				return 0;
			}
			int end = head.indexOf('\r', field + LENGTH.length());
			return Integer.parseInt(head, field + LENGTH.length(), (end < 0) ? head.length() : end, 10);
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) throws Exception {
			super.channelInactive(context);
			if (PollingClient.this.connection == context) {
				PollingClient.this.connection = null;
				if (PollingClient.this.awaiting) {
					// Closed after the last answer: the request was not seen.
					send();
				}
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
