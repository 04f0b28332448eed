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

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.stickycluster.internal.http.HttpExchange;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a polling client posts, one post at a time. Used on the session's event
 * loop, but for {@link #begin}, {@link #end} and {@link #isUnderWay}.
 */
final class PostQueue {

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
	 * @param body its body, which stays the caller's
	 * @param form whether the body is a JSONP form
	 * @param binary whether the body is binary
	 */
	void onBody(HttpExchange post, ByteBuf body, boolean form, boolean binary) {
		if (read(body, form, binary)) {
			accept(post);
		}
		else {
			this.server.responses().refuse(post, EngineIoError.BAD_REQUEST);
		}
	}

	private boolean read(ByteBuf body, boolean form, boolean binary) {
		try {
			PayloadReader reader = this.server.reader();
			if (!this.session.isVersion3()) {
				reader.readVersion4(body, this.session);
			}
			else if (binary) {
				reader.readVersion3Binary(body, this.session);
			}
			else {
				reader.readVersion3Text(form ? JsonpForm.payload(body) : body, this.session);
			}
		}
		catch (PayloadException ex) {
			this.session.onMalformed(ex);
			return false;
		}
		return true;
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
		if (reason.isOrderly()) {
			respond();
		}
		else {
			refuse();
		}
	}

	/** Refuses the post that is on its way, since the client has left its polling. */
	void refuse() {
		HttpExchange post = this.current;
		if (post != null) {
			this.server.responses().refuse(post, EngineIoError.BAD_REQUEST);
		}
	}

}
