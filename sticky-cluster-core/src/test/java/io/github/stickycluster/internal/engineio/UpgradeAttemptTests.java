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

import java.time.Duration;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link UpgradeAttempt} with a client that reads when the test says.
 */
class UpgradeAttemptTests {

	private static final byte[] PING = new byte[100];

	private final PollingTransport polling = mock(PollingTransport.class);

	private final WebSocketHandler handler = new WebSocketHandler(1000, false, FrameWriter.of(false, false, false));

	private boolean reads;

	private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {

		@Override
		public void flush(ChannelHandlerContext context) {
			if (UpgradeAttemptTests.this.reads) {
				context.flush();
			}
		}

	}, this.handler);

	private final UpgradeAttempt attempt = new UpgradeAttempt(this.handler, this.polling, this.channel.eventLoop(),
			Duration.ofSeconds(10));

	@AfterEach
	void finish() {
		this.channel.finishAndReleaseAll();
	}

	/** Nothing of an attempt is charged. */
	@Test
	void fewPongsThatAreNotReadEndIt() {
		for (int i = 0; i < 30; i++) {
			this.handler.ping(Unpooled.wrappedBuffer(PING));
		}
		then(this.polling).should(atLeastOnce()).onUpgradeFailed(this.attempt);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void anyNumberOfPongsThatAreReadDoNot() {
		this.reads = true;
		for (int i = 0; i < 1_000; i++) {
			this.handler.ping(Unpooled.wrappedBuffer(PING));
		}
		then(this.polling).should(never()).onUpgradeFailed(this.attempt);
		assertThat(this.channel.isOpen()).isTrue();
	}

}
