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

import java.util.List;

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;

/**
 * Reads frames whose messages may be compressed, and knows what memory a message takes
 * that has not come whole, besides its inflated fragments.
 */
public final class CompressedFrameDecoder extends WebSocket13FrameDecoder {

	/**
	 * The native memory of an inflater, which lives from a compressed message's first
	 * fragment to its last: a window of 32 KB and 7 KB for the state of zlib.
	 */
	private static final int INFLATER = 40_000;

	/** Whether fragments of a compressed message have come, but not the last one. */
	private boolean inflating;

	CompressedFrameDecoder(WebSocketDecoderConfig config) {
		super(config);
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		int before = out.size();
		super.decode(context, in, out);
		for (Object frame : out.subList(before, out.size())) {
			note((WebSocketFrame) frame);
		}
	}

	// A control frame may come between fragments.
	private void note(WebSocketFrame frame) {
		if ((frame.rsv() & WebSocketExtension.RSV1) != 0) {
			this.inflating = !frame.isFinalFragment();
		}
		else if (frame instanceof ContinuationWebSocketFrame && frame.isFinalFragment()) {
			this.inflating = false;
		}
	}

	/**
	 * Returns the memory of what has not come whole.
	 * @return bytes
	 */
	public int kept() {
		ByteBuf rest = internalBuffer();
		int kept = this.inflating ? INFLATER : 0;
		// The buffer may be the one that was read, which is larger than a few bytes.
		return rest.isReadable() ? kept + Costs.room(rest) : kept;
	}

}
