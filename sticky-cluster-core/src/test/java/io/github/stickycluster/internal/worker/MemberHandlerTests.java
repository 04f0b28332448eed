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

package io.github.stickycluster.internal.worker;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.github.stickycluster.internal.net.MemberProof;
import io.github.stickycluster.internal.net.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemberHandler}, with its input split at every byte.
 */
class MemberHandlerTests {

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 5_000);

	private static final InetSocketAddress REACHED = new InetSocketAddress("192.0.2.9", 443);

	private final MemberProof proof = new MemberProof("the secret of the cluster", Clock.systemUTC());

	private final MemberRefusals refused = new MemberRefusals();

	@Test
	void aMemberIsLetInWhereverItsProofIsSplit() {
		int length = header(this.proof).length + REQUEST.length;
		for (int split = 0; split <= length; split++) {
			byte[] all = concat(header(this.proof), REQUEST);
			EmbeddedChannel channel = channel(this.proof);
			write(channel, Arrays.copyOf(all, split), Arrays.copyOfRange(all, split, length));
			assertThat(received(channel)).as("split at %d", split).isEqualTo(REQUEST);
			assertThat(channel.attr(MemberHandler.CLIENT).get()).isEqualTo(CLIENT);
			assertThat(channel.pipeline().get(MemberHandler.class)).isNull();
			assertThat(channel.isOpen()).isTrue();
			channel.finishAndReleaseAll();
		}
	}

	@Test
	void aForeignerIsRefusedWhereverItsHeaderIsSplit() {
		MemberProof foreign = new MemberProof("another cluster's secret", Clock.systemUTC());
		byte[] all = header(foreign);
		for (int split = 0; split <= all.length; split++) {
			assertRefused(this.proof, Arrays.copyOf(all, split), Arrays.copyOfRange(all, split, all.length), REQUEST);
		}
		assertThat(this.refused.count(MemberRefusal.WRONG)).isEqualTo(all.length + 1);
	}

	@Test
	void aProofIsNotGoodForASecondConnection() {
		byte[] header = header(this.proof);
		EmbeddedChannel first = channel(this.proof);
		write(first, header, REQUEST);
		assertThat(received(first)).isEqualTo(REQUEST);
		first.finishAndReleaseAll();
		assertRefused(this.proof, header, REQUEST);
		assertThat(this.refused.count(MemberRefusal.REPLAYED)).isEqualTo(1);
	}

	@Test
	void whoeverProvesNothingIsRefused() {
		assertRefused(this.proof, REQUEST);
		assertRefused(this.proof, header(null), REQUEST);
		assertRefused(this.proof, "PROXY TCP4 192.0.2.1 192.0.2.9 56324 443\r\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.refused.count(MemberRefusal.MISSING)).isEqualTo(3);
		assertRefused(this.proof, "PROXY nonsense\r\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.refused.count(MemberRefusal.MALFORMED)).isEqualTo(1);
	}

	@Test
	void aProofForAnotherWorkerOrOfAnotherTimeIsRefused() {
		assertRefused(this.proof, header(this.proof, "a-2"), REQUEST);
		assertThat(this.refused.count(MemberRefusal.WRONG)).isEqualTo(1);
		for (Duration away : List.of(MemberProof.WINDOW.plusSeconds(10),
				MemberProof.WINDOW.plusSeconds(10).negated())) {
			Clock clock = Clock.offset(Clock.systemUTC(), away);
			assertRefused(this.proof, header(new MemberProof("the secret of the cluster", clock)), REQUEST);
		}
		assertThat(this.refused.count(MemberRefusal.EXPIRED)).isEqualTo(2);
	}

	@Test
	void whoeverSaysNothingIsRefusedInTheEnd() {
		for (int length : new int[] { 0, 1, 20, header(this.proof).length - 1 }) {
			EmbeddedChannel channel = channel(this.proof);
			write(channel, Arrays.copyOf(header(this.proof), length));
			channel.advanceTimeBy(MemberHandler.SECONDS_TO_PROVE - 1, TimeUnit.SECONDS);
			channel.runScheduledPendingTasks();
			assertThat(channel.isOpen()).isTrue();
			channel.advanceTimeBy(1, TimeUnit.SECONDS);
			channel.runScheduledPendingTasks();
			assertThat(channel.isOpen()).isFalse();
			channel.finishAndReleaseAll();
		}
		assertThat(this.refused.count(MemberRefusal.LATE)).isEqualTo(4);
	}

	/** As another node that wants to know whether this one still runs. */
	@Test
	void whoeverGoesWithoutAWordIsNotRefused() throws SSLException {
		SslContext tls = SslContextBuilder.forClient()
			.sslProvider(SslProvider.JDK)
			.endpointIdentificationAlgorithm(null)
			.build();
		for (MemberProof proof : new @Nullable MemberProof[] { this.proof, null }) {
			for (boolean encrypted : new boolean[] { true, false }) {
				MemberHandler handler = new MemberHandler("a-1", proof, this.refused);
				EmbeddedChannel channel = encrypted ? new EmbeddedChannel(serverSide(tls), handler)
						: new EmbeddedChannel(handler);
				channel.unsafe().close(channel.unsafe().voidPromise());
				channel.runPendingTasks();
				assertThat(channel.isOpen()).isFalse();
				channel.advanceTimeBy(MemberHandler.SECONDS_TO_PROVE, TimeUnit.SECONDS);
				assertThat(channel.runScheduledPendingTasks()).as("nothing is left to do").isEqualTo(-1);
				channel.releaseInbound();
				channel.releaseOutbound();
			}
		}
		assertThat(MemberRefusal.values()).allMatch((refusal) -> this.refused.count(refusal) == 0);
	}

	private static SslHandler serverSide(SslContext context) {
		SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT);
		engine.setUseClientMode(false);
		return new SslHandler(engine);
	}

	@Test
	void whereNoProofIsNeededAHeaderMayComeOrNot() {
		EmbeddedChannel plain = channel(null);
		write(plain, REQUEST);
		assertThat(received(plain)).isEqualTo(REQUEST);
		assertThat(plain.attr(MemberHandler.CLIENT).get()).isNull();
		plain.finishAndReleaseAll();
		EmbeddedChannel named = channel(null);
		write(named, header(null), REQUEST);
		assertThat(received(named)).isEqualTo(REQUEST);
		assertThat(named.attr(MemberHandler.CLIENT).get()).isEqualTo(CLIENT);
		named.finishAndReleaseAll();
	}

	private EmbeddedChannel channel(@Nullable MemberProof proof) {
		return new EmbeddedChannel(new MemberHandler("a-1", proof, this.refused));
	}

	private static byte[] header(@Nullable MemberProof proof) {
		return header(proof, "a-1");
	}

	private static byte[] header(@Nullable MemberProof proof, String worker) {
		byte[] tlv = (proof != null) ? ProxyHeader.tlv(MemberProof.TLV_TYPE, proof.make(worker, CLIENT)) : new byte[0];
		return ProxyHeader.write(CLIENT, REACHED, tlv);
	}

	private void assertRefused(MemberProof proof, byte[]... parts) {
		EmbeddedChannel channel = channel(proof);
		write(channel, parts);
		assertThat(channel.isOpen()).isFalse();
		assertThat(received(channel)).isEmpty();
		assertThat(channel.attr(MemberHandler.CLIENT).get()).isNull();
		channel.finishAndReleaseAll();
	}

	private static void write(EmbeddedChannel channel, byte[]... parts) {
		Arrays.stream(parts)
			.filter((part) -> part.length > 0 && channel.isOpen())
			.forEach((part) -> channel.writeInbound(Unpooled.wrappedBuffer(part)));
	}

	private static byte[] received(EmbeddedChannel channel) {
		byte[] received = new byte[0];
		for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
			byte[] bytes = new byte[part.readableBytes()];
			part.readBytes(bytes);
			part.release();
			received = concat(received, bytes);
		}
		return received;
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] all = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, all, first.length, second.length);
		return all;
	}

}
