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

package io.github.stickycluster.internal.fork;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChildHandler} and what comes before it in the parent's pipeline.
 */
class ChildHandlerTests {

	private static final String TOKEN = "0123456789abcdef0123456789abcdef";

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private int frames;

	ChildHandlerTests() {
		ControlFrames.addGreetedDecoder(this.channel.pipeline());
		this.channel.pipeline()
			.addLast(new ChildHandler(
					(channel, type, worker, token) -> TOKEN.equals(token) ? new ChildLink(channel, new Nobody()) : null,
					(frame, sender) -> this.frames++));
	}

	@AfterEach
	void finish() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whoHasNotSaidWhoItIsIsNotListenedToForLong() {
		this.channel.writeInbound(Unpooled.buffer().writeInt(1_000_000_000).writeByte(ControlType.HELLO.code()));
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aGreetingWithoutWordsIsRefused() {
		this.channel.writeInbound(Unpooled.buffer().writeInt(0));
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aChildSaysAsMuchAsItLikes() {
		greet(TOKEN);
		ByteBuf large = ControlFrames.of(this.channel.alloc(), ControlType.BUS, new byte[100_000]);
		while (large.isReadable()) {
			this.channel.writeInbound(large.readRetainedSlice(Math.min(997, large.readableBytes())));
		}
		large.release();
		assertThat(this.channel.isOpen()).isTrue();
		assertThat(this.frames).isOne();
	}

	@Test
	void whoShowsAnotherTokenIsRefused() {
		greet(TOKEN.replace('0', '1'));
		assertThat(this.channel.isOpen()).isFalse();
	}

	private void greet(String token) {
		this.channel.writeInbound(ControlFrames.of(this.channel.alloc(), ControlType.HELLO,
				("family-1\n" + token).getBytes(StandardCharsets.UTF_8)));
	}

	private static final class Nobody implements ChildListener {

		@Override
		public void onReady() {
		}

		@Override
		public void onReport(ChildReport report) {
		}

		@Override
		public void onLost() {
		}

	}

}
