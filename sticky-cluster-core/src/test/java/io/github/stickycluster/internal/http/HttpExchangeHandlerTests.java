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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpExchangeHandler}.
 */
class HttpExchangeHandlerTests {

	private static final int MAX_BODY = 1000;

	private final List<HttpExchange> exchanges = new ArrayList<>();

	private final List<String> bodies = new ArrayList<>();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	HttpExchangeHandlerTests() {
		HttpPipeline.add(this.channel.pipeline(), new HttpDecoderConfig(), new HttpExchangeHandler(this::route,
				ClientAddressResolver.PEER, new RequestClock(Duration.ofSeconds(1)), new OriginPolicy(List.of())));
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	private void route(HttpExchange exchange) {
		this.exchanges.add(exchange);
		if (exchange.request().uri().startsWith("/fail")) {
			throw new IllegalStateException("expected");
		}
		if (exchange.request().uri().startsWith("/now")) {
			exchange.respond(response(exchange.request().uri()));
		}
		else if (HttpMethod.POST.equals(exchange.request().method())) {
			exchange.readBody(MAX_BODY, (body) -> {
				this.bodies.add((body != null) ? body.toString(StandardCharsets.US_ASCII) : "none");
				if (body != null) {
					body.release();
				}
				if (body != null && !exchange.request().uri().startsWith("/later")) {
					exchange.respond(response("took"));
				}
			});
		}
	}

	private static FullHttpResponse response(String text) {
		return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
				Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

	private void send(String text) {
		this.channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

	private static String get(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
	}

	private static String post(String path, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

	private String received() {
		StringBuilder text = new StringBuilder();
		for (ByteBuf next = this.channel.readOutbound(); next != null; next = this.channel.readOutbound()) {
			text.append(next.toString(StandardCharsets.US_ASCII));
			next.release();
		}
		return text.toString();
	}

	@Test
	void answersAndKeepsTheConnection() {
		send(get("/now/1"));
		assertThat(received()).startsWith("HTTP/1.1 200 OK\r\n").contains("content-length: 6\r\n").endsWith("/now/1");
		send(get("/now/2"));
		assertThat(received()).endsWith("/now/2");
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void aRequestMaySplitAnywhere() {
		String request = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
		for (int i = 1; i < request.length(); i++) {
			send(request.substring(0, i));
			send(request.substring(i));
			assertThat(received()).as("split at %d", i).endsWith("took");
		}
		for (int i = 0; i < request.length(); i++) {
			send(request.substring(i, i + 1));
		}
		assertThat(received()).endsWith("took");
		assertThat(this.bodies).hasSize(request.length()).containsOnly("hello");
	}

	@Test
	void requestsAheadOfAnAnswerAreBounded() {
		send(get("/later"));
		send(get("/now/1").repeat(64));
		assertThat(this.channel.isOpen()).isTrue();
		this.exchanges.get(0).respond(response("first"));
		assertThat(received().split("/now/1", -1)).hasSize(65);
		send(get("/later"));
		send(get("/now/1").repeat(65));
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void beginningOfTheNextHeadKeepsNoReadBuffer() {
		assertThat(read(get("/now/1") + "G").refCnt()).isZero();
		send(get("/now/2").substring(1));
		assertThat(received()).endsWith("/now/2");
		assertThat(read("GET /now/3 HTTP/1.1\r\nHo").refCnt()).isZero();
		assertThat(read("s").refCnt()).isZero();
		send("t: a\r\n\r\n");
		assertThat(received()).endsWith("/now/3");
	}

	@Test
	void beginningOfABodyKeepsNoReadBuffer() {
		assertThat(read(post("/x", "hello").replace("ello", "")).refCnt()).isZero();
		assertThat(read("el").refCnt()).isZero();
		send("lo");
		assertThat(this.bodies).containsExactly("hello");
	}

	/** Reads into a buffer as large as those of a client that has sent much. */
	private ByteBuf read(String text) {
		ByteBuf buffer = this.channel.alloc().buffer(65_536);
		buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
		this.channel.writeInbound(buffer);
		return buffer;
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrder() {
		send(get("/later") + get("/now/2") + post("/3", "x") + get("/now/4"));
		assertThat(this.exchanges).hasSize(1);
		assertThat(received()).isEmpty();
		assertThat(this.channel.config().isAutoRead()).isFalse();
		this.exchanges.get(0).respond(response("first"));
		assertThat(received()).containsSubsequence("first", "/now/2", "took", "/now/4");
		assertThat(this.channel.config().isAutoRead()).isTrue();
	}

	@Test
	void pipelinedRequestsAreReleasedWhenTheConnectionBreaks() {
		send(get("/later") + post("/3", "abc"));
		List<String> told = new ArrayList<>();
		this.exchanges.get(0).addAbortListener(() -> told.add("aborted"), () -> told.add("hurried"));
		this.channel.close();
		assertThat(told).containsExactly("aborted");
		this.exchanges.get(0).respond(response("too late"));
		assertThat(this.bodies).isEmpty();
	}

	@Test
	void whoAsksAfterTheBreakIsToldAtOnce() {
		send(get("/later"));
		this.channel.close();
		List<String> told = new ArrayList<>();
		this.exchanges.get(0).addAbortListener(() -> told.add("aborted"), () -> told.add("hurried"));
		assertThat(told).containsExactly("aborted");
	}

	@Test
	void anAnsweredExchangeIsNotAborted() {
		send(get("/now"));
		List<String> told = new ArrayList<>();
		this.exchanges.get(0).addAbortListener(() -> told.add("aborted"), () -> told.add("hurried"));
		this.channel.close();
		assertThat(told).isEmpty();
	}

	@Test
	void onlyTheFirstAnswerCounts() {
		send(get("/now"));
		received();
		FullHttpResponse second = response("second");
		this.exchanges.get(0).respond(second);
		assertThat(second.refCnt()).isZero();
		assertThat(received()).isEmpty();
	}

	@Test
	void readsChunkedBodies() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
		assertThat(this.bodies).containsExactly("abcde");
		assertThat(received()).endsWith("took");
	}

	@Test
	void refusesAnAnnouncedBodyOverTheLimit() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 413").contains("connection: close");
		assertThat(this.bodies).containsExactly("none");
		this.channel.advanceTimeBy(3, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void refusesAChunkedBodyOverTheLimit() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
		String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
		send(chunk);
		send(chunk);
		assertThat(received()).isEmpty();
		send("1\r\nx\r\n");
		assertThat(received()).startsWith("HTTP/1.1 413").contains("connection: close");
		assertThat(this.bodies).containsExactly("none");
		send("0\r\n\r\n");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aBodyOfExactlyTheLimitIsTaken() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));
		assertThat(this.bodies).containsExactly("x".repeat(1000));
	}

	@Test
	void anUnwantedSmallBodyIsDroppedAndTheConnectionKept() {
		send("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
		assertThat(received()).endsWith("/now");
		send("loGET /now/2 HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(received()).endsWith("/now/2");
	}

	@Test
	void tellsAClientThatWaitsToGoOn() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 100 Continue\r\n");
		send("ab");
		assertThat(received()).startsWith("HTTP/1.1 200").endsWith("took");
	}

	@Test
	void doesNotTellAClientWhoseBodyIsTooLongToGoOn() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 413").contains("connection: close");
	}

	@Test
	void refusesOtherExpectations() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\nab");
		assertThat(received()).startsWith("HTTP/1.1 417");
		assertThat(this.exchanges).isEmpty();
	}

	@Test
	void aHeadRequestGetsNoBody() {
		send("HEAD /now HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(received()).contains("content-length: 4").endsWith("\r\n\r\n");
		send(get("/now/2"));
		assertThat(received()).endsWith("/now/2");
	}

	@Test
	void aHeadRequestTakesNotTheBodyOfAnAnswerBeforeItsOwn() {
		send("POST /later HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 100 Continue\r\n");
		send("abHEAD /now HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(received()).isEmpty();
		this.exchanges.get(0).respond(response("took"));
		assertThat(received()).containsSubsequence("took", "HTTP/1.1 200").endsWith("\r\n\r\n");
	}

	@Test
	void anOldClientsConnectionIsClosedUnlessItAsks() {
		send("GET /now HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
		assertThat(received()).contains("connection: keep-alive");
		assertThat(this.channel.isOpen()).isTrue();
		send("GET /now HTTP/1.0\r\n\r\n");
		assertThat(received()).endsWith("/now");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void closesWhenAskedTo() {
		send("GET /now HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
		assertThat(received()).contains("connection: close").endsWith("/now");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void refusesMalformedHeads() {
		send("GARBAGE\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 400");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void refusesLongLines() {
		send("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 414");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void refusesLongHeads() {
		send("GET / HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n");
		assertThat(received()).startsWith("HTTP/1.1 431");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void refusesAMalformedChunk() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
		assertThat(received()).startsWith("HTTP/1.1 400").contains("connection: close");
		assertThat(this.bodies).containsExactly("none");
	}

	@Test
	void aBodyThatNeverComesTimesOut() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
		this.channel.advanceTimeBy(1100, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
		assertThat(received()).startsWith("HTTP/1.1 408").contains("connection: close");
		assertThat(this.bodies).containsExactly("none");
		this.channel.advanceTimeBy(3, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aHeldRequestDoesNotTimeOut() {
		send(get("/later"));
		this.channel.advanceTimeBy(1, TimeUnit.MINUTES);
		this.channel.runScheduledPendingTasks();
		assertThat(received()).isEmpty();
		this.exchanges.get(0).respond(response("at last"));
		assertThat(received()).endsWith("at last");
	}

	@Test
	void aBodyThatBreaksOffIsReportedAndReleased() {
		send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
		this.channel.close();
		assertThat(this.bodies).containsExactly("none");
	}

	@Test
	void aFailingRouterIsA500() {
		send(get("/fail"));
		assertThat(received()).startsWith("HTTP/1.1 500");
	}

	@Test
	void leavesHttpWithTheBytesThatFollow() {
		EmbeddedChannel other = switching();
		other.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: a\r\n\r\nraw", StandardCharsets.US_ASCII));
		other.writeInbound(Unpooled.copiedBuffer(" bytes", StandardCharsets.US_ASCII));
		ByteBuf answer = other.readOutbound();
		assertThat(answer.toString(StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101 Switching Protocols\r\n\r\n");
		answer.release();
		StringBuilder text = new StringBuilder();
		for (ByteBuf next = other.readInbound(); next != null; next = other.readInbound()) {
			text.append(next.toString(StandardCharsets.US_ASCII));
			next.release();
		}
		assertThat(text).hasToString("raw bytes");
		assertThat(other.pipeline().names()).noneMatch((name) -> name.startsWith("sticky."));
		other.finishAndReleaseAll();
	}

	@Test
	void answerIsTakenThatGoesOutAtOnceAndIsTheLastOfItsConnection() {
		this.channel.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
				StandardCharsets.US_ASCII));
		HttpExchange exchange = this.exchanges.get(0);
		exchange.respond(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
		assertThat(this.channel.isOpen()).isFalse();
		List<Boolean> taken = new ArrayList<>();
		exchange.addReadListener(taken::add);
		this.channel.runPendingTasks();
		assertThat(taken).containsExactly(true);
	}

	private static EmbeddedChannel switching() {
		EmbeddedChannel channel = new EmbeddedChannel();
		HttpRouter router = (exchange) -> exchange.switchProtocol(
				new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS),
				channel.eventLoop(), (pipeline) -> {
				}, () -> {
				});
		HttpPipeline.add(channel.pipeline(), new HttpDecoderConfig(), new HttpExchangeHandler(router,
				ClientAddressResolver.PEER, new RequestClock(Duration.ofSeconds(30)), new OriginPolicy(List.of())));
		return channel;
	}

}
