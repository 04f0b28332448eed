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

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * One request and the one response to it. The request may be read, and its body asked
 * for, while it is being routed; the response may come from any thread.
 */
public final class HttpExchange {

	private static final AtomicIntegerFieldUpdater<HttpExchange> ANSWERED = AtomicIntegerFieldUpdater
		.newUpdater(HttpExchange.class, "answered");

	private final HttpExchangeHandler handler;

	/** Replaced on the session's event loop, read on the channel's. */
	private volatile HttpRequest request;

	private final InetSocketAddress clientAddress;

	private final boolean sameOrigin;

	private @Nullable Object attachment;

	private volatile int answered;

	private @Nullable Runnable abortion;

	private @Nullable Runnable haste;

	private boolean hurried;

	private boolean aborted;

	/** Whether the connection's end would be the end of a session. */
	private boolean ofSession;

	/** The request whose heap was added up last, and its heap. */
	private @Nullable HttpRequest costed;

	private int cost;

	/** The heap that whoever decides about the request keeps of it. */
	private int kept;

	/** Whether the channel has got the response, or its beginning. */
	private boolean written;

	HttpExchange(HttpExchangeHandler handler, HttpRequest request, InetSocketAddress clientAddress,
			boolean sameOrigin) {
		this.handler = handler;
		this.request = request;
		this.clientAddress = clientAddress;
		this.sameOrigin = sameOrigin;
	}

	/**
	 * The request's head.
	 * @return method, URI and headers
	 */
	public HttpRequest request() {
		return this.request;
	}

	/**
	 * What somebody has found out of the request, once for all who route. Its text stands
	 * for the request's URI in the log. Call it on the channel's event loop.
	 * @return what was attached, or {@code null}
	 */
	public @Nullable Object attachment() {
		return this.attachment;
	}

	/**
	 * Keeps what was found out of the request. Call it on the channel's event loop.
	 * @param attachment takes the place of what was attached before
	 */
	public void attach(Object attachment) {
		this.attachment = attachment;
	}

	/**
	 * The real client's address, after trusted proxies.
	 * @return the address
	 */
	public InetSocketAddress clientAddress() {
		return this.clientAddress;
	}

	/**
	 * Whether the request has an {@code Origin} and it is the server's own.
	 * @return whether a page of the server's own has made it
	 */
	public boolean isSameOrigin() {
		return this.sameOrigin;
	}

	/**
	 * Whether the client has sent the request by TLS, to the server or to the first
	 * trusted proxy. Call it on the channel's event loop while routing.
	 * @return whether it has
	 */
	public boolean isSecure() {
		return this.handler.isSecure(this.request);
	}

	/**
	 * The certificate by which the client has proved who it is. Call it on the channel's
	 * event loop while routing.
	 * @return the certificate in its binary form, or {@code null} if there is none, or a
	 * proxy has ended TLS
	 */
	public byte @Nullable [] clientCertificate() {
		return this.handler.clientCertificate(this.request);
	}

	/**
	 * The connection the request came on.
	 * @return the channel
	 */
	public Channel channel() {
		return this.handler.channel();
	}

	/**
	 * Asks for the request's body; a client that waits for {@code 100 Continue} gets it.
	 * Call it on the channel's event loop while routing. A body over the limit is
	 * answered with 413, one that takes too long with 408, and one that breaks off not at
	 * all; then the consumer gets {@code null}.
	 * @param maxBytes the most bytes to take
	 * @param consumer called once on the channel's event loop; owns the buffer
	 */
	public void readBody(int maxBytes, Consumer<@Nullable ByteBuf> consumer) {
		readBody(maxBytes, (kept) -> {
		}, consumer);
	}

	/**
	 * Asks for the request's body, as {@link #readBody(int, Consumer)} does.
	 * @param maxBytes the most bytes to take
	 * @param growth told there, before the consumer is called, how many bytes of memory
	 * take what has come, whenever a large body takes more
	 * @param consumer called once on the channel's event loop; owns the buffer
	 */
	public void readBody(int maxBytes, IntConsumer growth, Consumer<@Nullable ByteBuf> consumer) {
		this.handler.readBody(this, maxBytes, growth, consumer);
	}

	/**
	 * Answers the request. Thread-safe; the first response is sent, later ones released.
	 * @param response the response, whose buffer this method takes over; content length
	 * and keep-alive headers are added
	 */
	public void respond(FullHttpResponse response) {
		if (!ANSWERED.compareAndSet(this, 0, 1)) {
			response.release();
			return;
		}
		EventLoop loop = channel().eventLoop();
		if (loop.inEventLoop()) {
			writeResponse(response);
		}
		else {
			EventLoops.execute(loop, () -> writeResponse(response), response::release);
		}
	}

	private void writeResponse(FullHttpResponse response) {
		this.written = true;
		this.handler.write(this, response);
	}

	/**
	 * Asks to be told when the client has read the response that was just given, but for
	 * a few bytes, or the connection has ended before. Thread-safe.
	 * @param action run once on the channel's event loop, with whether the client has
	 * read the response
	 */
	public void addReadListener(ResponseListener action) {
		EventLoop loop = channel().eventLoop();
		EventLoops.execute(loop, loop.inEventLoop(), () -> this.handler.addReadListener(action),
				() -> action.onEnd(false));
	}

	/** Closes the connection, whatever the client has not read of it. Thread-safe. */
	public void abandon() {
		EventLoop loop = channel().eventLoop();
		// Past TLS, whose farewell would wait for what the client does not read.
		EventLoops.execute(loop, loop.inEventLoop(), () -> channel().unsafe().close(channel().voidPromise()), () -> {
		});
	}

	/**
	 * Asks for the request's body in parts, for whoever passes it on. Call it on the
	 * channel's event loop while routing. The response is then given there, by
	 * {@link #respond} or in parts by {@link #begin} and {@link #write}.
	 * @param stream takes the parts
	 */
	public void stream(HttpStream stream) {
		this.handler.stream(this, stream);
	}

	/**
	 * Stops or resumes reading the body of a request that is streamed. Call it on the
	 * channel's event loop.
	 * @param reading whether more parts shall come; a few that have been read may come
	 * nevertheless
	 */
	public void setReading(boolean reading) {
		this.handler.setReading(this, reading);
	}

	/**
	 * Tells a client that waits for {@code 100 Continue} to send its body. Call it on the
	 * channel's event loop.
	 */
	public void sendContinue() {
		this.handler.sendContinue(this);
	}

	/**
	 * Begins a response in parts; {@link #write} must follow. Call it on the channel's
	 * event loop.
	 * @param head the response's head, with the headers that delimit its body;
	 * {@code Connection} is added
	 * @param delimited whether they do, or else the connection's end does
	 */
	public void begin(HttpResponse head, boolean delimited) {
		if (ANSWERED.compareAndSet(this, 0, 1)) {
			this.written = true;
			this.handler.begin(this, head, delimited);
		}
	}

	/**
	 * Writes a part of a response that has begun; call {@link #flush} some time. Call it
	 * on the channel's event loop, and heed whether the channel is writable.
	 * @param part the part, taken over; the last one is a
	 * {@link io.netty.handler.codec.http.LastHttpContent}
	 */
	public void write(HttpContent part) {
		this.handler.write(this, part);
	}

	/**
	 * Sends what has been written. Call it on the channel's event loop.
	 */
	public void flush() {
		channel().flush();
	}

	/**
	 * Closes the connection, since the rest of the response will not come. Call it on the
	 * channel's event loop.
	 */
	public void breakOff() {
		this.handler.breakOff(this);
	}

	/**
	 * Leaves HTTP: sends the response, takes every handler from
	 * {@link HttpPipeline#CODEC} on out of the pipeline, moves the channel to the given
	 * event loop if it is on another one, and installs the new protocol there. Bytes that
	 * came meanwhile reach the installed handlers, in order. Call it on the channel's
	 * event loop, while routing or later.
	 * @param response the response, usually 101, without a body
	 * @param target the event loop the channel shall live on
	 * @param installer adds the new protocol's handlers; runs on the target loop; not
	 * called if the connection breaks before
	 * @param abandoned called instead, on any of the two loops
	 */
	public void switchProtocol(FullHttpResponse response, EventLoop target, Consumer<ChannelPipeline> installer,
			Runnable abandoned) {
		if (!ANSWERED.compareAndSet(this, 0, 1)) {
			response.release();
			abandoned.run();
			return;
		}
		this.written = true;
		this.handler.switchProtocol(this,
				new ProtocolUpgrade(channel(), response, target, installer, abandoned, this.handler.connection()));
	}

	/**
	 * Asks to be told when the connection breaks before the response was written, though
	 * it may have been given on another event loop, and when the response should be given
	 * soon, since the connection's event loop is to end.
	 * @param action run on the channel's event loop, at most once, when the connection
	 * breaks
	 * @param haste run there, at most once, when the response is to come soon
	 */
	public void addAbortListener(Runnable action, Runnable haste) {
		EventLoop loop = channel().eventLoop();
		if (loop.inEventLoop()) {
			listen(action, haste);
		}
		else {
			EventLoops.execute(loop, () -> listen(action, haste), action);
		}
	}

	/**
	 * Returns what the log may tell of the request: its method, its client, and what is
	 * attached or else the path; nothing of the query, which may have secrets.
	 */
	@Override
	public String toString() {
		Object what = (this.attachment != null) ? this.attachment
				: new QueryStringDecoder(this.request.uri()).rawPath();
		return this.request.method() + " " + what + " of " + this.clientAddress;
	}

	/**
	 * Forgets the URI and most header fields, on which the response does not depend. Call
	 * it if the response may be long in coming, as that to a poll; what is attached
	 * stays.
	 */
	public void shrink() {
		this.request = RemainingHead.of(this.request);
		EventLoop loop = channel().eventLoop();
		EventLoops.execute(loop, loop.inEventLoop(), this.handler::recharge, () -> {
		});
	}

	/**
	 * Charges the connection with what is kept of the request besides itself while its
	 * response is awaited. Call it on the channel's event loop.
	 * @param bytes the heap, which takes the place of what was kept before
	 */
	public void keep(int bytes) {
		this.kept = bytes;
		this.handler.recharge();
	}

	/**
	 * Says that the request belongs to a session, which would end with the connection.
	 * Call it on the channel's event loop.
	 */
	public void setOfSession() {
		this.ofSession = true;
	}

	boolean isOfSession() {
		return this.ofSession;
	}

	/** The heap of the request's head and of what is kept of it, in bytes. */
	int cost() {
		HttpRequest present = this.request;
		if (present != this.costed) {
			this.costed = present;
			this.cost = HttpCosts.heap(present);
		}
		return this.cost + this.kept;
	}

	boolean hasResponse() {
		return this.answered != 0;
	}

	void abort() {
		this.aborted = true;
		Runnable action = this.abortion;
		if (action != null && !this.written) {
			action.run();
		}
	}

	void hurry() {
		this.hurried = true;
		Runnable haste = this.haste;
		this.haste = null;
		if (haste != null && !hasResponse()) {
			haste.run();
		}
	}

	private void listen(Runnable action, Runnable haste) {
		this.abortion = action;
		this.haste = haste;
		if (this.aborted) {
			abort();
		}
		else if (this.hurried) {
			hurry();
		}
	}

	/** Told whether a client has read a response. */
	@FunctionalInterface
	public interface ResponseListener {

		/**
		 * The client has read the response, or the connection has ended before.
		 * @param taken whether it has read it, but for a few bytes
		 */
		void onEnd(boolean taken);

	}

}
