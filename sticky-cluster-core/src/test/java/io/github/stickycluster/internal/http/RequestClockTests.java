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

package io.github.stickycluster.internal.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestClock} in the pipeline it is made for.
 */
class RequestClockTests {

	private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

	private static final String POST = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";

	private final RecordedFailures failures = new RecordedFailures();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private @Nullable HttpExchange held;

	private boolean holding;

	@AfterEach
	void finish() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void aSilentConnectionIsClosedWithoutAWord() {
		open(false);
		advance(999);
		assertThat(this.channel.isOpen()).isTrue();
		advance(1);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(sent()).isEmpty();
		assertThat(this.failures.late).isEqualTo(1);
	}

	@Test
	void aHeadThatComesByteByByteIsAnsweredWith408WhereverItStops() {
		for (int length = 1; length < REQUEST.length(); length++) {
			EmbeddedChannel one = new EmbeddedChannel();
			install(one, false);
			for (int i = 0; i < length; i++) {
				receive(one, REQUEST.substring(i, i + 1));
				one.advanceTimeBy(1_000 / length - 1, TimeUnit.MILLISECONDS);
			}
			assertThat(one.isOpen()).isTrue();
			one.advanceTimeBy(1_000, TimeUnit.MILLISECONDS);
			one.runScheduledPendingTasks();
			assertThat(sent(one)).startsWith("HTTP/1.1 408 ").contains("connection: close");
			assertThat(one.isOpen()).isFalse();
			assertThat(this.failures.late).isEqualTo(length);
			one.finishAndReleaseAll();
		}
	}

	@Test
	void requestsSplitAtEveryByteAreServedInTime() {
		open(false);
		String requests = REQUEST + POST + REQUEST;
		for (int i = 0; i < requests.length(); i++) {
			receive(this.channel, requests.substring(i, i + 1));
			advance(20);
		}
		assertThat(sent().split("HTTP/1.1 200 ", -1)).hasSize(4);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void anIdleConnectionIsClosedWithoutAWord() {
		open(false);
		receive(this.channel, REQUEST);
		assertThat(sent()).startsWith("HTTP/1.1 200 ");
		advance(4_999);
		assertThat(this.channel.isOpen()).isTrue();
		advance(1);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(sent()).isEmpty();
		assertThat(this.failures.late).isZero();
	}

	@Test
	void theNextHeadHasItsOwnTimeAfterIdling() {
		open(false);
		receive(this.channel, REQUEST);
		sent();
		advance(4_500);
		receive(this.channel, "GET /");
		advance(999);
		assertThat(this.channel.isOpen()).isTrue();
		advance(1);
		assertThat(sent()).startsWith("HTTP/1.1 408 ");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void everyRequestBeginsTheIdleTimeAnew() {
		open(false);
		for (int i = 0; i < 5; i++) {
			receive(this.channel, (i % 2 == 0) ? REQUEST : POST);
			assertThat(sent()).startsWith("HTTP/1.1 200 ");
			advance(4_900);
			assertThat(this.channel.isOpen()).isTrue();
		}
		advance(100);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aHeldRequestHasNoTime() {
		this.holding = true;
		open(false);
		receive(this.channel, REQUEST);
		advance(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
		respond(this.held);
		assertThat(sent()).startsWith("HTTP/1.1 200 ");
		advance(5_000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aHeadBegunBehindAHeldRequestHasItsTimeFromTheAnswerOn() {
		this.holding = true;
		open(false);
		receive(this.channel, REQUEST);
		receive(this.channel, "GET /");
		advance(3_600_000);
		respond(this.held);
		assertThat(sent()).startsWith("HTTP/1.1 200 ");
		advance(1_000);
		assertThat(sent()).startsWith("HTTP/1.1 408 ");
	}

	@Test
	void headsTooLargeAreCounted() {
		open(false);
		receive(this.channel, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(600) + "\r\n\r\n");
		assertThat(sent()).startsWith("HTTP/1.1 431 ");
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.failures.large).isEqualTo(1);
	}

	@Test
	void withTlsTimeBeginsWithTheHandshakesEnd() {
		open(true);
		advance(10_000);
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
		advance(1_000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aFailedHandshakeIsCounted() {
		open(true);
		this.channel.pipeline()
			.fireUserEventTriggered(new SslHandshakeCompletionEvent(new javax.net.ssl.SSLException("no")));
		assertThat(this.failures.handshakes).isEqualTo(1);
	}

	@Test
	void itLeavesWithHttp() {
		open(false);
		this.channel.pipeline().remove(RequestClock.class);
		this.channel.pipeline().remove(HttpExchangeHandler.class);
		this.channel.pipeline().remove(HttpPipeline.CODEC);
		assertThat(this.channel.pipeline().names()).hasSize(1);
		advance(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	private void open(boolean tls) {
		install(this.channel, tls);
	}

	private void install(EmbeddedChannel embedded, boolean tls) {
		embedded.freezeTime();
		RequestClock clock = new RequestClock(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), tls,
				this.failures);
		HttpPipeline.add(embedded.pipeline(),
				new HttpDecoderConfig().setMaxInitialLineLength(512).setMaxHeaderSize(512),
				new HttpExchangeHandler(this::route, ClientAddressResolver.PEER, clock, new OriginPolicy(List.of())));
	}

	private void route(HttpExchange exchange) {
		if (this.holding) {
			this.held = exchange;
		}
		else {
			exchange.readBody(100, (body) -> {
				if (body != null) {
					body.release();
					respond(exchange);
				}
			});
		}
	}

	private static void respond(@Nullable HttpExchange exchange) {
		if (exchange != null) {
			exchange.respond(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
		}
	}

	private static void receive(EmbeddedChannel embedded, String text) {
		embedded.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

	private void advance(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
		this.channel.runPendingTasks();
	}

	private String sent() {
		return sent(this.channel);
	}

	private static String sent(EmbeddedChannel embedded) {
		StringBuilder text = new StringBuilder();
		for (ByteBuf bytes = embedded.readOutbound(); bytes != null; bytes = embedded.readOutbound()) {
			text.append(bytes.toString(StandardCharsets.US_ASCII));
			bytes.release();
		}
		return text.toString();
	}

	/** Counts failures. */
	private static final class RecordedFailures implements RequestClock.Failures {

		private int late;

		private int large;

		private int handshakes;

		@Override
		public void headTooLate() {
			this.late++;
		}

		@Override
		public void headTooLarge() {
			this.large++;
		}

		@Override
		public void handshakeFailed() {
			this.handshakes++;
		}

	}

}
