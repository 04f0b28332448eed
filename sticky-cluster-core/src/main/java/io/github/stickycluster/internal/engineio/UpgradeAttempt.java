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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * A client's attempt to upgrade from polling to WebSocket: the client sends a probe over
 * the WebSocket, receives the response, pauses polling, and sends the upgrade packet.
 * Used on the session's event loop.
 */
final class UpgradeAttempt implements WebSocketOwner {

	private static final byte[] PROBE = "2probe".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ANSWER = "3probe".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] UPGRADE = { PacketType.UPGRADE };

	private final WebSocketHandler handler;

	private final PollingTransport polling;

	private final Future<?> timeout;

	private boolean probed;

	/**
	 * Begins an attempt.
	 * @param handler the WebSocket
	 * @param polling what the session has now
	 * @param loop the session's event loop
	 * @param limit how long the attempt may take
	 */
	UpgradeAttempt(WebSocketHandler handler, PollingTransport polling, EventLoop loop, Duration limit) {
		this.handler = handler;
		this.polling = polling;
		handler.bind(this);
		this.timeout = loop.schedule(this::fail, limit.toMillis(), TimeUnit.MILLISECONDS);
	}

	// Whether the client probed, so that it waits for its poll to end.
	boolean isProbed() {
		return this.probed;
	}

	@Override
	public void onWebSocketText(ByteBuf message) {
		if (!this.probed && is(message, PROBE)) {
			this.probed = true;
			this.handler.write(ANSWER);
			this.handler.flush();
			// The client pauses its polling, for which its poll must end.
			this.polling.endPoll();
		}
		else if (is(message, UPGRADE)) {
			this.timeout.cancel(false);
			this.polling.onUpgraded(this.handler);
		}
		else {
			fail();
		}
	}

	@Override
	public void onWebSocketBinary(ByteBuf message) {
		fail();
	}

	@Override
	public void onWebSocketRead(int kept) {
		// What a client has to say here is six bytes long.
		if (kept >= Charge.LEAST) {
			fail();
		}
	}

	// Pongs that the client does not read are not charged here, so few may wait.
	@Override
	public void onWebSocketAnswered() {
		if (this.handler.pendingBytes() >= Charge.LEAST) {
			this.handler.flush();
			if (this.handler.pendingBytes() >= Charge.LEAST) {
				this.handler.abort();
				fail();
			}
		}
	}

	@Override
	public void onWebSocketInactive() {
		fail();
	}

	@Override
	public void onWebSocketFailure() {
		fail();
	}

	/** Gives up; the session stays as it was. */
	void fail() {
		this.timeout.cancel(false);
		this.polling.onUpgradeFailed(this);
		this.handler.close(WebSocketCloseStatus.NORMAL_CLOSURE);
	}

	private static boolean is(ByteBuf message, byte[] expected) {
		if (message.readableBytes() != expected.length) {
			return false;
		}
		for (int i = 0; i < expected.length; i++) {
			if (message.getByte(message.readerIndex() + i) != expected[i]) {
				return false;
			}
		}
		return true;
	}

}
