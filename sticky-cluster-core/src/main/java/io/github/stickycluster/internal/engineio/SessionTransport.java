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

import io.github.stickycluster.socketio.Transport;

/**
 * The present transport of a session to its client: polling or WebSocket. Used on the
 * session's event loop; only methods that return a value may be called on any thread.
 */
interface SessionTransport {

	/**
	 * Sends a packet at the next flush, or when the client asks for it.
	 * @param packet an {@link EncodedPacket}, a reference of which is taken over, or the
	 * bytes of a packet of text
	 */
	void send(Object packet);

	/** Sends what waits, if the client takes anything now. */
	void flush();

	/**
	 * Stops or resumes reading from the client.
	 * @param on whether to read
	 */
	void read(boolean on);

	/** Finds out whether a client is still there that is not read from. */
	void probe();

	/**
	 * Closes in an orderly way.
	 * @param reason why
	 * @return whether this is all, and else the last packets wait for the client
	 */
	boolean close(CloseReason reason);

	/** Closes at once and drops what is pending. */
	void abort();

	/** The session has ended. */
	void end();

	/** What has not been sent yet, in bytes of memory that it takes. */
	long pendingBytes();

	/**
	 * What the transport keeps for the client now, and for no other.
	 * @param charge taken the bytes
	 */
	void tell(Charge charge);

	/** Whether so little waits that more may be sent. */
	boolean isWritable();

	/** What this kind of transport is called. */
	Transport kind();

}
