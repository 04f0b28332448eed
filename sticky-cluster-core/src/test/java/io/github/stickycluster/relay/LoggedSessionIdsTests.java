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

package io.github.stickycluster.relay;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Session ids in the log: whoever has a whole one can poll with it.
 */
class LoggedSessionIdsTests {

	private static final String LOGGER = "io.github.stickycluster";

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	@RegisterExtension
	private final RecordedLog log = new RecordedLog(LOGGER);

	private final Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);

	private Level before;

	@BeforeEach
	void logEverything() {
		this.before = this.logger.getLevel();
		this.logger.setLevel(Level.TRACE);
	}

	@AfterEach
	void logAsBefore() {
		this.logger.setLevel(this.before);
	}

	@Test
	void noLineHoldsAWholeSessionId() {
		List<String> sids = new ArrayList<>();
		try (TestNode one = node("one"); TestNode two = node("two")) {
			TestNode.introduce(one, two);
			sids.add(malformedPacket(one));
			sids.add(malformedPayload(one));
			sids.add(failingListener(one));
			sids.add(webSocket(one));
			sids.add(brokenRelay(one, two));
		}
		List<String> lines = this.log.events().stream().map(LoggedSessionIdsTests::text).toList();
		for (String sid : sids) {
			assertThat(lines).noneMatch((line) -> line.contains(sid));
			String end = sid.substring(sid.length() - 6);
			assertThat(lines).anyMatch((line) -> line.contains(sid.substring(0, 8) + "\u2026" + end));
		}
	}

	private static TestNode node(String id) {
		return TestNode.start(id, null, RoutingScope.NODE, TrustedProxies.NONE, LoggedSessionIdsTests::listen);
	}

	private static void listen(SocketIOServer server) {
		server.addEventListener("fail", String.class, (client, text, ack) -> {
			throw new AssertionError("thrown on purpose");
		});
	}

	private static String malformedPacket(TestNode node) {
		return post(node, "4no packet");
	}

	private static String malformedPayload(TestNode node) {
		return post(node, "no payload");
	}

	private static String failingListener(TestNode node) {
		return post(node, "40\u001e42[\"fail\",\"x\"]");
	}

	private static String post(TestNode node, String body) {
		try (Wire wire = Wire.to(node.port())) {
			String sid = open(wire);
			wire.exchange(HttpRequest.post(POLLING + "&sid=" + sid, body));
			return sid;
		}
	}

	private static String webSocket(TestNode node) {
		try (RawWebSocket socket = RawWebSocket.open(node.port(), "/socket.io/?EIO=4&transport=websocket")) {
			String sid = Open.parse(socket.text()).sid();
			socket.send("40").send("4no packet");
			socket.closeStatus();
			return sid;
		}
	}

	/**
	 * The worker stops while a poll of its session is being relayed.
	 */
	private static String brokenRelay(TestNode one, TestNode two) {
		String sid;
		try (Wire wire = Wire.to(one.port()); Wire other = Wire.to(two.port())) {
			sid = open(wire);
			other.send(HttpRequest.get(POLLING + "&sid=" + sid));
			await().until(() -> two.relayed().connections() > 0);
			one.stopWorkers();
			await().until(() -> two.relayed().connections() == 0);
		}
		try (Wire refused = Wire.to(two.port())) {
			assertThat(refused.exchange(HttpRequest.get(POLLING + "&sid=" + sid)).status()).isEqualTo(502);
		}
		return sid;
	}

	private static String open(Wire wire) {
		return Open.parse(wire.exchange(HttpRequest.get(POLLING)).text()).sid();
	}

	private static String text(ILoggingEvent event) {
		StringBuilder text = new StringBuilder(event.getFormattedMessage());
		for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
			text.append('\n').append(thrown.getMessage());
		}
		return text.toString();
	}

}
