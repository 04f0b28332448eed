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

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Receives the body of a connection's current request: passes it, as a whole or in parts,
 * to the handler that requested it, and runs its {@link RequestClock}. Used on the
 * channel's event loop.
 */
final class RequestReceipt {

	private final HttpExchangeHandler handler;

	private final RequestClock clock;

	private @Nullable HttpBody body;

	/** Takes the request's body as it comes, until the end of the response. */
	private @Nullable HttpStream stream;

	/** Done as soon as the request is complete. */
	private @Nullable ProtocolUpgrade protocolUpgrade;

	private boolean paused;

	private boolean complete;

	/**
	 * Creates the receipt of one connection's requests, one after the other.
	 * @param handler where they come, and who answers if they go wrong
	 * @param clock times the bodies
	 */
	RequestReceipt(HttpExchangeHandler handler, RequestClock clock) {
		this.handler = handler;
		this.clock = clock;
	}

	/** A request begins. */
	void begin() {
		this.complete = false;
	}

	/** Whether the request has come to its end. */
	boolean isComplete() {
		return this.complete;
	}

	/** The memory of the part of a body that has come, if nobody else is told of it. */
	int room() {
		return (this.body != null) ? this.body.room() : 0;
	}

	// What is done with the request

	void collect(HttpBody body) {
		this.body = body;
	}

	void stream(HttpStream stream) {
		this.stream = stream;
	}

	/** The response is complete, so that the body is of no interest any more. */
	void unstream() {
		this.stream = null;
	}

	@Nullable HttpStream stream() {
		return this.stream;
	}

	void setReading(boolean reading) {
		if (this.complete || this.paused != reading) {
			return;
		}
		this.paused = !reading;
		this.handler.channel().config().setAutoRead(reading);
		this.clock.stopBody();
		if (reading) {
			startClock();
		}
	}

	/** Leaves HTTP when the request is complete, which may be now. */
	void switchProtocol(ProtocolUpgrade protocolUpgrade) {
		if (this.complete) {
			protocolUpgrade.perform();
		}
		else {
			this.protocolUpgrade = protocolUpgrade;
		}
	}

	boolean isToSwitch() {
		return this.protocolUpgrade != null;
	}

	// What comes

	/**
	 * Takes a part of the body.
	 * @param content the part, which stays the caller's
	 */
	void take(HttpContent content) {
		HttpBody body = this.body;
		boolean last = content instanceof LastHttpContent;
		if (body != null && !body.append(content.content(), last)) {
			dropBody();
			this.handler.onBodyTooLarge();
		}
		if (this.stream != null) {
			// A body that is passed on may take as long as it likes while it comes.
			this.clock.stopBody();
			this.stream.onContent(content.retain());
		}
		if (last) {
			complete();
		}
	}

	private void complete() {
		setReading(true);
		this.complete = true;
		this.clock.stopBody();
		HttpBody body = this.body;
		this.body = null;
		ProtocolUpgrade protocolUpgrade = this.protocolUpgrade;
		this.protocolUpgrade = null;
		if (protocolUpgrade != null) {
			protocolUpgrade.perform();
		}
		else if (body != null) {
			body.finish();
		}
	}

	/** All that has arrived was taken, and the rest must come in time. */
	void awaitRest() {
		if (!this.complete && !this.paused) {
			startClock();
		}
	}

	private void startClock() {
		this.clock.startBody(this.handler::onRequestTimeout);
	}

	// When it ends otherwise

	/** Tells whoever asked for the whole body that there is none. */
	void dropBody() {
		HttpBody body = this.body;
		if (body != null) {
			this.body = null;
			body.drop();
		}
	}

	/** Tells whoever takes the body that the request has broken off. */
	void breakOff() {
		dropBody();
		HttpStream stream = this.stream;
		if (stream != null) {
			this.stream = null;
			stream.onAbort();
		}
	}

	/** The connection is gone. */
	void end() {
		this.clock.stopBody();
		breakOff();
		ProtocolUpgrade protocolUpgrade = this.protocolUpgrade;
		this.protocolUpgrade = null;
		if (protocolUpgrade != null) {
			protocolUpgrade.discard();
		}
	}

}
