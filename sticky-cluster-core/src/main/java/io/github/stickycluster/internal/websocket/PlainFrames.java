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

package io.github.stickycluster.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Frames that stay uncompressed on a WebSocket that compresses the others.
 */
public final class PlainFrames {

	private PlainFrames() {
	}

	static boolean contains(WebSocketFrame frame) {
		return frame instanceof Text || frame instanceof Binary;
	}

	public static final class Text extends TextWebSocketFrame {

		public Text(ByteBuf text) {
			super(text);
		}

	}

	public static final class Binary extends BinaryWebSocketFrame {

		public Binary(ByteBuf data) {
			super(data);
		}

	}

}
