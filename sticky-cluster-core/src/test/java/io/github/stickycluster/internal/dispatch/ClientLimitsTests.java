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

package io.github.stickycluster.internal.dispatch;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.stickycluster.internal.http.HttpExchangeHandler;
import io.github.stickycluster.internal.http.HttpPipeline;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.http.RequestClock;
import io.github.stickycluster.testkit.TestDefaults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientLimits} and {@link ConnectionLimits} on the connections of a
 * trusted proxy, 10.0.0.1, which names the client in a header.
 */
class ClientLimitsTests {

	private static final String UPGRADE = "Upgrade: websocket\r\n";

	private final ConnectionLimits limits = new ConnectionLimits(
			new LimitSettings(0, 1, 1, 2, 8_192, Duration.ofSeconds(10), Duration.ofSeconds(60)),
			TestDefaults.CLIENT_KEY::of, (address) -> address.getHostAddress().equals("10.0.0.1"));

	private final EmbeddedChannel first = connection("10.0.0.1");

	private final EmbeddedChannel second = connection("10.0.0.1");

	@AfterEach
	void finish() {
		this.first.finishAndReleaseAll();
		this.second.finishAndReleaseAll();
	}

	@Test
	void aProxysConnectionsAreNotLimited() throws Exception {
		for (int i = 0; i < 10; i++) {
			assertThat(this.limits.admit(this.first, address("10.0.0.1").getAddress())).isNull();
		}
		assertThat(this.limits.admit(this.first, address("10.0.0.2").getAddress())).isNull();
		assertThat(this.limits.admit(this.first, address("10.0.0.2").getAddress()))
			.isEqualTo(RefusalReason.MAX_CONNECTIONS_PER_CLIENT);
	}

	@Test
	void newSessionsAreLimitedForEachClientAndRequestsOfSessionsAreNot() {
		assertThat(get("/socket.io/?transport=polling", "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/socket.io/?transport=polling", "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/socket.io/?transport=polling", "192.0.2.1", "")).startsWith("HTTP/1.1 429 ")
			.contains("retry-after: 1");
		assertThat(get("/socket.io/?transport=polling", "192.0.2.2", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/socket.io/?EIO=4&sid=1", "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
		assertThat(this.first.isOpen()).isTrue();
		assertThat(this.limits.refused().count(RefusalReason.NEW_CONNECTIONS_PER_CLIENT)).isEqualTo(1);
	}

	@Test
	void aProxiedRequestThatOpensNoSessionIsNotLimitedAsOne() {
		String preflight = "OPTIONS /socket.io/?transport=polling";
		for (int i = 0; i < 5; i++) {
			assertThat(get("/nothing", "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
			assertThat(send(this.first, preflight, "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(get("/socket.io/?transport=polling", "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/socket.io/?transport=polling", "192.0.2.1", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/socket.io/?transport=polling", "192.0.2.1", "")).startsWith("HTTP/1.1 429 ");
	}

	@Test
	void aConnectionPaysForOneNewSessionOnly() {
		EmbeddedChannel direct = connection("192.0.2.7");
		assertThat(this.limits.admit(direct, address("192.0.2.7").getAddress())).isNull();
		assertThat(get(direct, "/socket.io/?transport=polling", "192.0.2.7", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get(direct, "/socket.io/?transport=websocket", "192.0.2.7", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get(direct, "/socket.io/?transport=polling", "192.0.2.7", "")).startsWith("HTTP/1.1 429 ");
		assertThat(get(direct, "/socket.io/?transport=websocket", "192.0.2.7", "")).startsWith("HTTP/1.1 429 ");
		assertThat(get(direct, "/nothing", "192.0.2.7", "")).startsWith("HTTP/1.1 200 ");
		assertThat(get(direct, "/socket.io/?EIO=4&sid=1", "192.0.2.7", "")).startsWith("HTTP/1.1 200 ");
		assertThat(this.limits.refused().count(RefusalReason.NEW_CONNECTIONS_PER_CLIENT)).isEqualTo(2);
		direct.finishAndReleaseAll();
	}

	@Test
	void aWebSocketCountsForItsClientUntilItsConnectionIsClosed() {
		assertThat(get(this.first, "/?sid=1", "192.0.2.1", UPGRADE)).startsWith("HTTP/1.1 200 ");
		assertThat(get(this.second, "/?sid=1", "192.0.2.1", UPGRADE)).startsWith("HTTP/1.1 429 ")
			.contains("retry-after: 5");
		assertThat(get(this.second, "/?sid=1", "192.0.2.2", UPGRADE)).startsWith("HTTP/1.1 200 ");
		this.first.close();
		assertThat(get(this.second, "/?sid=1", "192.0.2.1", UPGRADE)).startsWith("HTTP/1.1 200 ");
		assertThat(this.limits.refused().count(RefusalReason.MAX_CONNECTIONS_PER_CLIENT)).isEqualTo(1);
	}

	@Test
	void aProxyThatNamesNoClientIsNotLimitedAsOne() {
		for (int i = 0; i < 5; i++) {
			assertThat(get("/socket.io/?transport=websocket", "10.0.0.1", UPGRADE)).startsWith("HTTP/1.1 200 ");
		}
	}

	private String get(String uri, String client, String headers) {
		return get(this.first, uri, client, headers);
	}

	private static String get(EmbeddedChannel channel, String uri, String client, String headers) {
		return send(channel, "GET " + uri, client, headers);
	}

	private static String send(EmbeddedChannel channel, String line, String client, String headers) {
		channel.writeInbound(
				Unpooled.copiedBuffer(line + " HTTP/1.1\r\nHost: h\r\nX-Client: " + client + "\r\n" + headers + "\r\n",
						StandardCharsets.US_ASCII));
		StringBuilder text = new StringBuilder();
		for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
			text.append(bytes.toString(StandardCharsets.US_ASCII));
			bytes.release();
		}
		return text.toString();
	}

	private EmbeddedChannel connection(String peer) {
		EmbeddedChannel channel = new EmbeddedChannel() {

			@Override
			protected SocketAddress remoteAddress0() {
				return address(peer);
			}

		};
		ClientLimits router = new ClientLimits(this.limits, (exchange) -> exchange
			.respond(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK)));
		HttpPipeline.add(channel.pipeline(), new HttpDecoderConfig(),
				new HttpExchangeHandler(router, (on, request) -> address(request.headers().get("X-Client")),
						new RequestClock(Duration.ofSeconds(30)), new OriginPolicy(List.of())));
		return channel;
	}

	private static InetSocketAddress address(String literal) {
		return new InetSocketAddress(literal, 4711);
	}

}
