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

import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.socketio.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The polling of a session: what waits to be sent, the poll that takes it, the posts, and
 * the attempt to go on by WebSocket. The session drops it when that succeeds.
 */
final class PollingTransport implements SessionTransport {

	private static final byte[] NOOP_PACKET = { PacketType.NOOP };

	static final byte[] CLOSE_PACKET = { PacketType.CLOSE };

	private static final int WRITABLE_BYTES = 65_536;

	/** As often as in the reference server, so that a client can pause its polling. */
	private static final int NOOP_MILLIS = 100;

	private final EngineIoSession session;

	private final EngineIoServer server;

	private final boolean base64;

	private final PendingPackets pending;

	private final PostQueue posts;

	private final UnreadResponses untaken;

	private @Nullable Poll poll;

	private @Nullable UpgradeAttempt upgrade;

	PollingTransport(EngineIoSession session, boolean base64) {
		this.session = session;
		this.server = session.server();
		this.base64 = base64;
		this.posts = new PostQueue(session);
		this.pending = session.newBacklog();
		this.untaken = new UnreadResponses(session);
	}

	PostQueue posts() {
		return this.posts;
	}

	// Polls

	/** Takes a poll, to be answered when there is something to send. */
	void onPoll(HttpExchange exchange, @Nullable String callback) {
		if (this.poll != null) {
			this.server.responses().refuse(exchange, EngineIoError.BAD_REQUEST);
			this.session.closeOnLoop(CloseReason.TRANSPORT_ERROR);
			return;
		}
		this.poll = new Poll(exchange, callback);
		SessionLoop loop = this.session.loop();
		exchange.addAbortListener(() -> loop.run(() -> onPollAborted(exchange)),
				() -> loop.run(() -> onPollHurried(exchange)));
		flush();
		if (isHeld(exchange)) {
			exchange.shrink();
		}
		shortenPoll();
	}

	// The poll may just have been answered, on another event loop than that of its
	// connection.
	private void onPollAborted(HttpExchange exchange) {
		if (isHeld(exchange)) {
			this.poll = null;
		}
		this.session.onResponseLost();
	}

	// The connection will close, but only after a response.
	private void onPollHurried(HttpExchange exchange) {
		if (isHeld(exchange) && this.session.isOpen()) {
			endPoll();
		}
	}

	// A poll that came after the probe is ended as soon as the client may wait for it.
	private void shortenPoll() {
		Poll poll = this.poll;
		if (poll != null && isProbed()) {
			this.session.loop().eventLoop().schedule(() -> {
				if (isHeld(poll.exchange()) && isProbed()) {
					endPoll();
				}
			}, NOOP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private boolean isHeld(HttpExchange exchange) {
		return this.poll != null && this.poll.exchange() == exchange;
	}

	/** Answers the poll that is held, if one is, with nothing. */
	void endPoll() {
		respondToPoll(NOOP_PACKET);
	}

	private void respondToPoll(byte[] packet) {
		Poll poll = this.poll;
		if (poll != null) {
			PayloadWriter writer = writer(false);
			writer.text(packet);
			respond(poll, writer, false);
		}
	}

	private void respond(Poll poll, PayloadWriter writer, boolean binary) {
		this.poll = null;
		ByteBuf payload = writer.payload();
		int bytes = payload.readableBytes();
		this.server.responses().poll(poll.exchange(), this.session.handshake(), payload, binary, poll.callback());
		this.untaken.add(poll.exchange(), bytes);
	}

	private PayloadWriter writer(boolean binary) {
		ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
		return binary ? PayloadWriter.version3Binary(allocator)
				: PayloadWriter.text(this.session.isVersion3(), allocator);
	}

	// Sending

	@Override
	public void send(Object packet) {
		this.pending.add(packet);
	}

	@Override
	public void flush() {
		Poll poll = this.poll;
		if (poll != null) {
			flush(poll);
		}
	}

	// The close packet gets a response of its own. Send it with the others when
	// socket.io-client handles the packets before a close of the same payload: 4.8 closes
	// its socket as soon as it reads "42[…]\u001e1", and emits the event a tick later.
	private void flush(Poll poll) {
		if (!this.pending.isEmpty()) {
			boolean binary = this.session.isVersion3() && !this.base64 && poll.callback() == null
					&& this.pending.hasBinary();
			PayloadWriter writer = writer(binary);
			this.pending.moveTo(writer, this.server.settings());
			respond(poll, writer, binary);
		}
		else if (!this.session.isOpen()) {
			respondToPoll(CLOSE_PACKET);
			this.server.closedSessions().add(this.session.id());
			this.session.endOnLoop();
		}
	}

	@Override
	public long pendingBytes() {
		return (long) this.pending.bytes() + this.untaken.bytes();
	}

	@Override
	public void tell(Charge charge) {
		charge.addHeap(this.pending.ownHeap());
		charge.addDirect(this.pending.ownDirect());
		charge.addDirect(this.untaken.bytes());
		charge.addDirect(this.posts.arriving());
		charge.addShared(this.pending.bytes() - this.pending.ownHeap() - this.pending.ownDirect());
		charge.pending(pendingBytes());
	}

	@Override
	public boolean isWritable() {
		return pendingBytes() < WRITABLE_BYTES;
	}

	@Override
	public Transport kind() {
		return Transport.POLLING;
	}

	@Override
	public void read(boolean on) {
		if (on) {
			this.posts.respond();
		}
	}

	@Override
	public void probe() {
		// Its connections are read, whatever it is not answered.
	}

	// Upgrade

	/**
	 * Takes a WebSocket that the client opened to change its transport.
	 * @param handler the WebSocket
	 */
	void onUpgrade(WebSocketHandler handler) {
		if (this.upgrade != null) {
			WebSocketOwner.refuse(handler);
			return;
		}
		this.upgrade = new UpgradeAttempt(handler, this, this.session.loop().eventLoop(),
				this.server.settings().upgradeTimeout());
	}

	/** Whether a post or an upgrade is under way. */
	boolean isUnderWay() {
		return this.posts.isUnderWay() || this.upgrade != null;
	}

	private boolean isProbed() {
		return this.upgrade != null && this.upgrade.isProbed();
	}

	/**
	 * The attempt failed; the session stays as it was.
	 * @param attempt the attempt
	 */
	void onUpgradeFailed(UpgradeAttempt attempt) {
		if (this.upgrade == attempt) {
			this.upgrade = null;
		}
	}

	/**
	 * The client goes to the WebSocket.
	 * @param handler the WebSocket
	 */
	void onUpgraded(WebSocketHandler handler) {
		this.upgrade = null;
		Poll poll = this.poll;
		if (poll != null) {
			// A client waits for its poll before it upgrades; this one is out of place.
			this.poll = null;
			this.server.responses().refuse(poll.exchange(), EngineIoError.BAD_REQUEST);
		}
		// Likewise a post.
		this.posts.respond();
		this.posts.refuse();
		this.session.upgrade(handler);
		handler.adopt(this.pending);
	}

	// Closing

	@Override
	public boolean close(CloseReason reason) {
		if (this.upgrade != null) {
			this.upgrade.fail();
		}
		this.posts.close(reason);
		if (reason == CloseReason.TRANSPORT_CLOSE) {
			// The client has closed and wants nothing any more.
			endPoll();
		}
		if (reason.isOrderly() || !this.pending.isEmpty()) {
			flush();
		}
		if (!reason.isOrderly() && this.untaken.bytes() > Relief.LEAST) {
			this.untaken.abort();
		}
		return !reason.isOrderly() || this.session.hasEnded();
	}

	@Override
	public void abort() {
		// What else is left to do is done at the session's end, which follows.
		this.untaken.abort();
	}

	@Override
	public void end() {
		this.pending.release();
		respondToPoll(CLOSE_PACKET);
	}

	/** A poll that is held, and the callback of a JSONP one. */
	private record Poll(HttpExchange exchange, @Nullable String callback) {
	}

}
