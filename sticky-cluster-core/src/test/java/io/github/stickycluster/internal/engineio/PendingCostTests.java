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
import java.util.List;

import io.github.stickycluster.internal.http.TrueSizes;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.PacketEncoder;
import io.github.stickycluster.testsupport.Footprint;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what waits for a client counts as much as it takes, measured.
 */
class PendingCostTests {

	@ParameterizedTest
	@CsvSource({ "1, 100000", "300, 50000", "3000, 10000", "40000, 1000" })
	void packetsThatWaitCountAsMuchAsTheyTake(int characters, int count) {
		PendingPackets pending = new PendingPackets(null);
		// What classes take once, and what others have left room for in pools.
		Footprint.warmUp(() -> fill(pending, characters, count));
		int before = pending.bytes();
		Footprint taken = Footprint.of(() -> fill(pending, characters, count));
		int counted = pending.bytes() - before;
		pending.release();
		assertIsNear(counted, taken.total());
		assertThat(pending.bytes()).isZero();
	}

	@Test
	void packetsOfTextCountAsMuchAsTheyTake() {
		PendingPackets pending = new PendingPackets(null);
		Footprint.warmUp(() -> addTexts(pending));
		int before = pending.bytes();
		Footprint taken = Footprint.of(() -> addTexts(pending));
		assertIsNear(pending.bytes() - before, taken.total());
		pending.release();
	}

	@ParameterizedTest
	@CsvSource({ "1, 100000", "3000, 10000" })
	void framesInTheChannelCountAsMuchAsTheyTake(int characters, int count) {
		Writer writer = new Writer();
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.config().setMessageSizeEstimator(TrueSizes.INSTANCE);
		channel.pipeline().addLast(writer);
		// As above.
		Footprint.warmUp(() -> writer.write(characters, count));
		long before = pending(channel);
		Footprint taken = Footprint.of(() -> writer.write(characters, count));
		long counted = pending(channel) - before;
		channel.flush();
		channel.releaseOutbound();
		assertIsNear(counted, taken.total());
	}

	@Test
	void sharedFramesInTheChannelCountWhole() {
		Writer writer = new Writer();
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.config().setMessageSizeEstimator(TrueSizes.INSTANCE);
		channel.pipeline().addLast(writer);
		EncodedPacket packet = packet(3_000);
		packet.retain();
		writer.write(packet);
		assertThat(pending(channel)).isBetween(3_000L, 5_000L);
		packet.release();
		packet.release();
		channel.flush();
		channel.releaseOutbound();
	}

	private static void assertIsNear(long counted, long taken) {
		assertThat((double) counted / taken).as("%s counted, %s taken", counted, taken).isBetween(0.85, 1.25);
	}

	private static long pending(EmbeddedChannel channel) {
		ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
		return buffer.totalPendingWriteBytes();
	}

	private static void addTexts(PendingPackets pending) {
		for (int i = 0; i < 100_000; i++) {
			pending.add(new byte[21]);
		}
	}

	private static void fill(PendingPackets pending, int characters, int count) {
		for (int i = 0; i < count; i++) {
			pending.add(packet(characters));
		}
	}

	private static EncodedPacket packet(int characters) {
		byte[] json = ("[\"e\",\"" + "x".repeat(characters) + "\"]").getBytes(StandardCharsets.US_ASCII);
		return PacketEncoder.event("", new JsonPayload(json, List.of()), null, true);
	}

	/** Writes as a session's WebSocket does, and never flushes. */
	private static final class Writer extends ChannelInboundHandlerAdapter {

		private final FrameWriter frames = FrameWriter.of(false, false, false);

		private ChannelHandlerContext context;

		@Override
		public void handlerAdded(ChannelHandlerContext context) {
			this.context = context;
		}

		void write(int characters, int count) {
			for (int i = 0; i < count; i++) {
				EncodedPacket packet = packet(characters);
				write(packet);
				packet.release();
			}
		}

		void write(EncodedPacket packet) {
			this.frames.write(this.context, packet);
		}

	}

}
