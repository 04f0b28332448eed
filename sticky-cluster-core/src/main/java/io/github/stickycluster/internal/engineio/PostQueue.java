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

package io.github.stickycluster.internal.engineio;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.http.HttpExchange;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a polling client posts, one post at a time. A post whose packets are costly
 * is read in turns, so that it delays other clients no more than a WebSocket would. Used
 * on the session's event loop, but for {@link #begin}, {@link #end} and
 * {@link #isUnderWay}.
 */
final class PostQueue {

	/** As long as a connection is read in a turn. */
	private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final AtomicReferenceFieldUpdater<PostQueue, HttpExchange> CURRENT = AtomicReferenceFieldUpdater
		.newUpdater(PostQueue.class, HttpExchange.class, "current");

	private final EngineIoSession session;

	private final EngineIoServer server;

	/** The one whose body is on its way, or whose response waits. */
	private volatile @Nullable HttpExchange current;

	/**
	 * The memory of a body that has not come whole; written by the post's event loop.
	 */
	private volatile int arriving;

	/** Its other packets are for the next turn of the event loop. */
	private @Nullable Posted suspended;

	/** Whether a packet of a post is being read right now. */
	private boolean reading;

	/** Its response waits until the client may send more. */
	private @Nullable HttpExchange unanswered;

	PostQueue(EngineIoSession session) {
		this.session = session;
		this.server = session.server();
	}

	/**
	 * Reserves the session for one post, whose body is on its way.
	 * @param post the post
	 * @return whether there is no other
	 */
	boolean begin(HttpExchange post) {
		return CURRENT.compareAndSet(this, null, post);
	}

	/**
	 * Tells that a post's body has arrived or will not.
	 * @param post the post
	 */
	void end(HttpExchange post) {
		if (this.arriving > 0) {
			onGrowth(0);
		}
		CURRENT.compareAndSet(this, post, null);
	}

	/**
	 * The body that is on its way takes more memory.
	 * @param bytes how much it takes
	 */
	void onGrowth(int bytes) {
		this.arriving = bytes;
		this.session.loop().run(() -> this.session.attempt(EngineIoSession::recharge));
	}

	/** The memory of the body that is on its way, roughly. */
	int arriving() {
		return this.arriving;
	}

	boolean isUnderWay() {
		return this.current != null;
	}

	/**
	 * Takes a posted payload. A message that is no packet of Socket.IO's closes the
	 * session, but the post is answered as taken, as in the reference server: Engine.IO
	 * has understood it.
	 * @param post the post
	 * @param body its body, taken over
	 * @param form whether the body is a JSONP form
	 * @param binary whether the body is binary
	 */
	void onBody(HttpExchange post, ByteBuf body, boolean form, boolean binary) {
		read(new Posted(post, body, form, binary));
	}

	private void read(Posted posted) {
		PayloadException fault = null;
		boolean more = false;
		this.reading = true;
		try {
			more = readForATurn(posted);
		}
		catch (PayloadException ex) {
			fault = ex;
		}
		finally {
			this.reading = false;
			if (!more) {
				posted.body.release();
				end(posted.post);
			}
		}
		if (more) {
			suspend(posted);
		}
		else if (fault != null) {
			this.session.onMalformed(fault);
			this.server.responses().refuse(posted.post, EngineIoError.BAD_REQUEST);
		}
		else {
			accept(posted.post);
		}
	}

	private boolean readForATurn(Posted posted) throws PayloadException {
		PayloadReader payload = posted.payload;
		if (payload == null) {
			payload = reader(posted);
			posted.payload = payload;
		}
		long begun = System.nanoTime();
		while (payload.read(this.session)) {
			if (System.nanoTime() - begun > TURN_NANOS) {
				return true;
			}
		}
		return false;
	}

	private PayloadReader reader(Posted posted) throws PayloadException {
		int maxPackets = this.server.settings().maxPayloadPackets();
		if (!this.session.isVersion3()) {
			return PayloadReader.version4(posted.body, maxPackets);
		}
		return posted.binary ? PayloadReader.version3Binary(posted.body, maxPackets)
				: PayloadReader.version3Text(posted.form ? JsonpForm.payload(posted.body) : posted.body, maxPackets);
	}

	private void suspend(Posted posted) {
		this.suspended = posted;
		onGrowth(Math.max(this.arriving, posted.body.capacity()));
		this.session.pace();
		EventLoops.executeNextTurn(this.session.loop().eventLoop(), this::resume, this::drop);
	}

	private void resume() {
		Posted posted = this.suspended;
		if (posted != null) {
			this.suspended = null;
			this.session.onRoomForMore();
			this.session.attempt((session) -> read(posted));
		}
	}

	/** Nobody hears the packets that are left. */
	private void drop() {
		Posted posted = this.suspended;
		if (posted != null) {
			this.suspended = null;
			this.unanswered = posted.post;
			posted.body.release();
		}
	}

	private void accept(HttpExchange post) {
		this.session.pace();
		if (!this.session.isPaused() || !this.session.isOpen()) {
			this.server.responses().ok(post, this.session.handshake());
			return;
		}
		// Without the response the client sends nothing.
		begin(post);
		this.unanswered = post;
	}

	/** Answers the post whose response waits, so that the client goes on. */
	void respond() {
		HttpExchange post = this.unanswered;
		if (post != null) {
			this.unanswered = null;
			end(post);
			this.server.responses().ok(post, this.session.handshake());
		}
	}

	/**
	 * Ends the posts, since the session is closed. One that is on its way is not refused
	 * if that is done in good order: its client would take the refusal for a failure and
	 * drop what waits for its next poll.
	 * @param reason why it is closed
	 */
	void close(CloseReason reason) {
		drop();
		if (reason.isOrderly()) {
			respond();
		}
		else {
			refuse();
		}
	}

	/** Refuses the post that is on its way, since the client has left its polling. */
	void refuse() {
		drop();
		HttpExchange post = this.current;
		// One whose packet does this is answered in a moment.
		if (post != null && !this.reading) {
			this.server.responses().refuse(post, EngineIoError.BAD_REQUEST);
		}
	}

	/** A post whose body is here. */
	private static final class Posted {

		private final HttpExchange post;

		private final ByteBuf body;

		private final boolean form;

		private final boolean binary;

		private @Nullable PayloadReader payload;

		private Posted(HttpExchange post, ByteBuf body, boolean form, boolean binary) {
			this.post = post;
			this.body = body;
			this.form = form;
			this.binary = binary;
		}

	}

}
