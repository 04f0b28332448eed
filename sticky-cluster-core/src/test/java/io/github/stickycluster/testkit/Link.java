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

package io.github.stickycluster.testkit;

import java.io.Closeable;

/**
 * An Engine.IO session over some transport, which answers heartbeats and shows the
 * messages.
 */
public interface Link extends Closeable {

	Open handshake();

	/**
	 * Sends packets: together in one payload when polling, in a frame each otherwise.
	 * @param packets the packets
	 */
	void send(Message... packets);

	/**
	 * The next packet that is neither a heartbeat nor a NOOP.
	 * @return the packet
	 */
	Message next();

	/**
	 * Waits until the server has ended the session.
	 * @return {@code false} if it is still alive after some seconds
	 */
	boolean isClosedByServer();

	/**
	 * Ends the session with a CLOSE packet.
	 */
	void leave();

	@Override
	void close();

	default Link send(String packet) {
		send(Message.of(packet));
		return this;
	}

	default Link send(byte[] binary) {
		send(Message.of(binary));
		return this;
	}

	/**
	 * The next packet, which has to be a text.
	 * @return the text
	 */
	default String text() {
		Message next = next();
		if (next.text() == null) {
			throw new AssertionError("not a text: " + next);
		}
		return next.text();
	}

	default byte[] binary() {
		Message next = next();
		if (next.text() != null) {
			throw new AssertionError("not binary: " + next);
		}
		return next.bytes();
	}

}
