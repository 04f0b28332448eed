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

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketHandler}.
 */
class WebSocketHandlerTests {

	private final WebSocketHandler handler = new WebSocketHandler(1000, false, FrameWriter.of(false, false, false));

	private final List<String> written = new ArrayList<>();

	private int flushes;

	private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			WebSocketHandlerTests.this.written.add(ByteBufUtil.hexDump((ByteBuf) message));
			context.write(message, promise);
		}

		@Override
		public void flush(ChannelHandlerContext context) {
			WebSocketHandlerTests.this.flushes++;
			context.flush();
		}

	}, this.handler);

	@ParameterizedTest
	@EnumSource(CloseReason.class)
	void nothingIsWrittenToAClientThatIsGone(CloseReason reason) {
		this.handler.bind(new Owner(() -> this.handler.close(reason)));
		this.channel.finishAndReleaseAll();
		assertThat(this.written).isEmpty();
		this.channel.checkException();
	}

	@Test
	void theClosingHandshakeIsBegunWithAClientThatIsThere() {
		this.handler.bind(WebSocketOwner.NOBODY);
		this.handler.close(CloseReason.FORCED_SERVER_CLOSE);
		assertThat(this.written).containsExactly("880203e8");
		assertThat(this.channel.isActive()).isTrue();
		this.channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("88820000000003e8")));
		assertThat(this.channel.isActive()).isFalse();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void pingsThatComeTogetherAreAnsweredTogether() {
		this.handler.bind(WebSocketOwner.NOBODY);
		this.channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("898000000000".repeat(100))));
		assertThat(this.written).hasSize(100).containsOnly("8a00");
		assertThat(this.flushes).isEqualTo(1);
		this.channel.finishAndReleaseAll();
	}

	/** A session, which closes its transport when that is gone. */
	private record Owner(Runnable inactive) implements WebSocketOwner {

		@Override
		public void onWebSocketText(ByteBuf message) {
		}

		@Override
		public void onWebSocketBinary(ByteBuf message) {
		}

		@Override
		public void onWebSocketAnswered() {
		}

		@Override
		public void onWebSocketInactive() {
			this.inactive.run();
		}

		@Override
		public void onWebSocketFailure() {
		}

	}

}
