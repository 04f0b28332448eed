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

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what a connection in HTTP is charged with.
 */
class HttpChargeTests {

	private static final Long CLIENT = 7L;

	private final MemoryBudget budget = new MemoryBudget(1_000_000, 1_000_000);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final LoopBudget loop = this.budget.open(this.channel.eventLoop(), 1);

	private int aborted;

	private HttpExchange last;

	@Test
	void closedConnectionFreesItsRequestsBeforeItsPipelineEnds() {
		List<String> atTheEnd = new ArrayList<>();
		this.channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {

			@Override
			public void channelInactive(ChannelHandlerContext context) {
				atTheEnd.addAll(context.pipeline().names());
			}

		});
		add();
		send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n" + "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2) + "GET /");
		assertThat(this.loop.heap()).isGreaterThan(Costs.CONNECTION + 3 * Costs.REQUEST);
		assertThat(this.loop.direct()).isPositive();
		this.loop.connections().close(CLIENT, true, () -> false);
		assertThat(atTheEnd).isNotEmpty().doesNotContain(HttpPipeline.CODEC, HttpPipeline.EXCHANGE);
		assertThat(this.aborted).isOne();
		assertThat(this.loop.heap()).isZero();
		assertThat(this.loop.direct()).isZero();
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.budget.closedConnections()).isOne();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void connectionMayBeClosedWhileItIsRead() {
		add();
		this.loop.onGrowth(() -> this.loop.connections().close(CLIENT, true, () -> false));
		send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n" + "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2) + "GET /");
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.loop.heap()).isZero();
		assertThat(this.loop.direct()).isZero();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void connectionOfASessionIsClosedOnlyForWhatItKeepsOfItsOwn() {
		add();
		send("GET /session HTTP/1.1\r\nHost: x\r\n\r\n");
		this.loop.connections().close(CLIENT, true, () -> false);
		assertThat(this.channel.isOpen()).isTrue();
		send(("GET / HTTP/1.1\r\nHost: x\r\n" + "a:b\r\n".repeat(80) + "\r\n").repeat(3));
		this.loop.connections().close(CLIENT, false, () -> false);
		assertThat(this.channel.isOpen()).isTrue();
		this.loop.connections().close(CLIENT, true, () -> false);
		assertThat(this.channel.isOpen()).isFalse();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whatIsKeptOfARequestIsCharged() {
		add();
		send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
		long before = this.loop.heap();
		this.last.keep(1_000);
		assertThat(this.loop.heap()).isEqualTo(before + 1_000);
		this.last.keep(0);
		assertThat(this.loop.heap()).isEqualTo(before);
		this.last.keep(1_000);
		this.channel.finishAndReleaseAll();
		assertThat(this.loop.heap()).isZero();
		this.last.keep(0);
		assertThat(this.loop.heap()).isZero();
	}

	private void add() {
		HttpPipeline.add(this.channel.pipeline(), new HttpDecoderConfig(),
				new HttpExchangeHandler(this::route, ClientAddressResolver.PEER,
						new RequestClock(Duration.ofMinutes(1)), new OriginPolicy(List.of())),
				new ConnectionCharge(this.channel, this.budget, (connection) -> CLIENT));
	}

	private void route(HttpExchange exchange) {
		this.last = exchange;
		if (exchange.request().uri().equals("/session")) {
			exchange.setOfSession();
		}
		exchange.addAbortListener(() -> this.aborted++, () -> {
		});
	}

	private void send(String bytes) {
		this.channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
	}

}
