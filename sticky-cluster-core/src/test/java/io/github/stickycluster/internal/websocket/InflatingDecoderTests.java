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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InflatingDecoder}.
 */
class InflatingDecoderTests {

	private static final int MOST = 300_000;

	private final EmbeddedChannel channel = new EmbeddedChannel(new InflatingDecoder(MOST));

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void inflatesMessagesOfAnyLengthOneAfterTheOther() {
		Random random = new Random(11);
		for (int length : new int[] { 0, 1, 1_023, 1_024, 1_025, 70_000, MOST }) {
			byte[] data = new byte[length];
			random.nextBytes(data);
			Arrays.fill(data, 0, length / 2, (byte) 'x');
			assertThat(binary(deflated(data))).isEqualTo(data);
		}
	}

	@Test
	void inflatesAMessageThatIsCutAnywhere() {
		byte[] data = "some text, some text, some other text".repeat(200).getBytes(StandardCharsets.US_ASCII);
		byte[] deflated = deflated(data);
		for (int cut = 0; cut <= deflated.length; cut++) {
			this.channel.writeInbound(new TextWebSocketFrame(false, WebSocketExtension.RSV1, part(deflated, 0, cut)),
					new PingWebSocketFrame(Unpooled.EMPTY_BUFFER),
					new ContinuationWebSocketFrame(true, 0, part(deflated, cut, deflated.length)));
			ByteBuf all = Unpooled.buffer();
			boolean[] last = new boolean[1];
			for (WebSocketFrame frame = this.channel.readInbound(); frame != null; frame = this.channel.readInbound()) {
				assertThat(frame.rsv()).isZero();
				all.writeBytes(frame.content());
				last[0] = frame.isFinalFragment();
				frame.release();
			}
			assertThat(last[0]).isTrue();
			assertThat(ByteBufUtil.getBytes(all)).isEqualTo(data);
		}
	}

	/** Of RFC 7692, section 7.2.3.4. */
	@Test
	void inflatesAMessageWhoseLastBlockSaysSo() {
		byte[] data = "Hello".getBytes(StandardCharsets.US_ASCII);
		byte[] deflated = { (byte) 0xf3, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00, 0x00 };
		assertThat(binary(deflated)).isEqualTo(data);
		assertThat(binary(deflated)).isEqualTo(data);
	}

	@Test
	void leavesFramesThatAreNotCompressed() {
		TextWebSocketFrame plain = new TextWebSocketFrame("plain");
		ContinuationWebSocketFrame rest = new ContinuationWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER);
		this.channel.writeInbound(plain, rest);
		assertThat(this.channel.<Object>readInbound()).isSameAs(plain);
		assertThat(this.channel.<Object>readInbound()).isSameAs(rest);
		plain.release();
	}

	@Test
	void refusesAMessageThatBecomesTooLong() {
		byte[] bomb = deflated(new byte[MOST + 1]);
		assertThatExceptionOfType(CorruptedWebSocketFrameException.class).isThrownBy(() -> binary(bomb))
			.satisfies((refusal) -> assertThat(refusal.closeStatus()).isEqualTo(WebSocketCloseStatus.MESSAGE_TOO_BIG));
	}

	@Test
	void refusesFragmentsThatBecomeTooLongTogether() {
		byte[] half = deflated(new byte[MOST / 2 + 1]);
		byte[] whole = Arrays.copyOf(half, half.length + 4);
		whole[half.length + 2] = (byte) 0xff;
		whole[half.length + 3] = (byte) 0xff;
		this.channel
			.writeInbound(new BinaryWebSocketFrame(false, WebSocketExtension.RSV1, Unpooled.wrappedBuffer(whole)));
		((WebSocketFrame) this.channel.readInbound()).release();
		assertThatExceptionOfType(CorruptedWebSocketFrameException.class).isThrownBy(
				() -> this.channel.writeInbound(new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(half))));
	}

	@Test
	void refusesWhatIsNotCompressed() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> binary(new byte[] { (byte) 0xff, (byte) 0xff, 1, 2, 3 }));
	}

	private byte[] binary(byte[] deflated) {
		this.channel
			.writeInbound(new BinaryWebSocketFrame(true, WebSocketExtension.RSV1, Unpooled.wrappedBuffer(deflated)));
		BinaryWebSocketFrame frame = this.channel.readInbound();
		try {
			assertThat(frame.rsv()).isZero();
			return ByteBufUtil.getBytes(frame.content());
		}
		finally {
			frame.release();
		}
	}

	private static ByteBuf part(byte[] bytes, int from, int to) {
		return Unpooled.copiedBuffer(bytes, from, to - from);
	}

	// Without the tail, which the decoder appends.
	private static byte[] deflated(byte[] data) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			deflater.setInput(data);
			byte[] room = new byte[data.length + 1_000];
			int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
			return Arrays.copyOf(room, Math.max(1, length - 4));
		}
		finally {
			deflater.end();
		}
	}

}
