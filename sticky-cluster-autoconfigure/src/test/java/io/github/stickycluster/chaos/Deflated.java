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

package io.github.stickycluster.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;

/**
 * Messages of permessage-deflate (RFC 7692).
 */
final class Deflated {

	/** Marks a compressed message in its first frame. */
	private static final int RSV1 = 0x40;

	/** What every flush ends with, and a message does not. */
	private static final int TAIL = 4;

	private Deflated() {
	}

	/** The request that opens a WebSocket with compression. */
	static HttpRequest handshake(String target) {
		return RawWebSocket.handshake(target).header("Sec-WebSocket-Extensions", "permessage-deflate");
	}

	/**
	 * A compressed text.
	 * @param text the message, or its beginning
	 * @param whole whether nothing follows
	 * @return the frame as a client sends it
	 */
	static byte[] text(String text, boolean whole) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
			byte[] deflated = new byte[text.length() + 100];
			int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
			byte[] payload = Arrays.copyOf(deflated, length - (whole ? TAIL : 0));
			byte[] frame = new Frame(whole, Frame.TEXT, payload).masked();
			frame[0] |= RSV1;
			return frame;
		}
		finally {
			deflater.end();
		}
	}

}
