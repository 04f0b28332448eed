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

package io.github.stickycluster.internal.cluster;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.bus.BusStatistics;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.Membership;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The bytes of the messages between nodes: nodes of other versions read them, so they
 * must not change.
 */
class MessageFormatTests {

	private final RecordingBus bus = new RecordingBus();

	private final ClusterMessages messages = new ClusterMessages();

	private final ClusterAdapter link = new ClusterAdapter("a", JsonMapper.shared(), this.bus, new OneOther(),
			this.messages, 0);

	private final SocketCluster cluster = new LinkedSocketCluster(this.link);

	@AfterEach
	void close() {
		this.link.close();
	}

	@Test
	void anEvent() {
		this.cluster.of("/chat").to("r").except("x").emit("e", 1);
		this.cluster.volatileEvents().compress(false).emit("b", new byte[] { -1 });
		String payload = hex("[\"b\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(this.bus.sent).containsExactly(
				"0101" + "00" + "05" + hex("/chat") + "00" + "01" + "01" + hex("r") + "01" + "01" + hex("x") + "07"
						+ hex("[\"e\",1]") + "00",
				"0101" + "03" + "00" + "00" + "00" + "00" + "23" + payload + "01" + "01" + "ff");
	}

	/** A node of an earlier version has no namespace of that name. */
	@Test
	void anEventOfAPattern() {
		this.cluster.ofAll("/t-{id}").emit("e", 1);
		assertThat(this.bus.sent)
			.containsExactly("0101" + "00" + "07" + hex("/t-{id}") + "000000" + "07" + hex("[\"e\",1]") + "00");
	}

	@Test
	void commands() {
		this.cluster.to("r").socketsJoin("n");
		this.cluster.socketsLeave("n");
		this.cluster.disconnectSockets(false);
		this.cluster.disconnectSockets(true);
		assertThat(this.bus.sent).containsExactly(
				"0102" + "01" + "00" + "00" + "01" + "01" + hex("r") + "00" + "01" + "01" + hex("n"),
				"0102" + "02" + "00000000" + "01" + "01" + hex("n"), "0102" + "03" + "00000000" + "00",
				"0102" + "04" + "00000000" + "00");
	}

	@Test
	void whatIsForOneSocketGoesToTheNodeThatHoldsIt() {
		UUID here = UUID.fromString("00000001-0000-8000-8000-000000000000");
		UUID there = UUID.fromString("00000002-0000-8000-8000-000000000000");
		UUID anywhere = UUID.fromString("00000003-0000-8000-8000-000000000000");
		String event = "05" + hex("[\"e\"]") + "00";
		this.cluster.socket(here).emit("e");
		this.cluster.socket(here).socketsJoin("n");
		assertThat(this.cluster.socket(here).count()).isCompletedWithValue(0L);
		assertThat(this.bus.sent).isEmpty();
		this.cluster.socket(there).emit("e");
		this.cluster.socket(anywhere).except("x").emit("e");
		this.cluster.socket(there).socketsJoin("n");
		this.cluster.socket(there).count();
		this.cluster.socket(there).to("r").disconnectSockets(true);
		assertThat(this.bus.sent)
			.startsWith("b: 0101" + "00" + "00" + "01" + "00" + id(there) + event,
					"0101" + "00" + "00" + "01" + "01" + "01" + hex("x") + id(anywhere) + event,
					"b: 0102" + "01" + "00" + "01" + "00" + id(there) + "01" + "01" + hex("n"),
					"b: 0103" + "01" + "01" + "8827" + "00" + "01" + "00" + id(there))
			.hasSize(5);
		assertThat(this.bus.sent.get(4)).startsWith("0102" + "04" + "00" + "00" + "02");
	}

	@Test
	void aServerEvent() {
		this.cluster.serverSideEmit("e");
		assertThat(this.bus.sent).containsExactly("0105" + "00" + "05" + hex("[\"e\"]") + "00");
	}

	@Test
	void questions() {
		this.cluster.count();
		this.cluster.timeout(Duration.ofMillis(300)).fetchSockets();
		this.cluster.rooms();
		this.cluster.emitWithAck("e");
		this.cluster.serverSideEmitWithAck(String.class, "e");
		String event = "05" + hex("[\"e\"]") + "00";
		assertThat(this.bus.sent).containsExactly("0103" + "01" + "01" + "8827" + "00000000",
				"0103" + "02" + "02" + "ac02" + "00000000", "0103" + "03" + "03" + "8827" + "00000000",
				"0103" + "04" + "04" + "8827" + "00" + "00000000" + event,
				"0103" + "05" + "05" + "8827" + "00" + event);
	}

	@Test
	void answers() {
		receive("0103" + "01" + "01" + "8827" + "00000000");
		receive("0103" + "02" + "02" + "8827" + "00000000");
		receive("0103" + "03" + "03" + "8827" + "00000000");
		receive("0103" + "04" + "04" + "8827" + "00" + "00000000" + "05" + hex("[\"e\"]") + "00");
		receive("0103" + "05" + "63" + "8827");
		this.link.addServerEventListener("/", "e", new TestServerEvents("a"));
		receive("0103" + "06" + "05" + "8827" + "00" + "07" + hex("[\"e\",2]") + "00");
		await().untilAsserted(() -> assertThat(this.bus.sent).containsExactly("b: 0104" + "01" + "01" + "00",
				"b: 0104" + "02" + "00", "b: 0104" + "02" + "01", "b: 0104" + "03" + "01" + "00",
				"b: 0104" + "04" + "00" + "00" + "00", "b: 0104" + "04" + "01" + "00" + "00", "b: 0104" + "05" + "02",
				"b: 0104" + "06" + "01" + "01" + "01" + "16" + hex("[{\"node\":\"a\",\"sum\":2}]") + "00"));
	}

	@Test
	void answersAreTaken() throws Exception {
		CompletableFuture<Long> count = this.cluster.count();
		receive("0104" + "01" + "01" + "ac02");
		assertThat(count.get(5, TimeUnit.SECONDS)).isEqualTo(300);
		CompletableFuture<Acks<Object>> answers = this.cluster.emitWithAck("e");
		receive("0104" + "02" + "00" + "03" + "00");
		receive("0104" + "02" + "00" + "00" + "01" + "05" + hex("[\"x\"]") + "00");
		receive("0104" + "02" + "01" + "00" + "01" + "01" + hex("!") + "00");
		assertThat(answers.get(5, TimeUnit.SECONDS)).isEqualTo(new Acks<>(List.of("x"), 2, Set.of()));
	}

	@Test
	void valuesComeBackAsTheyWere() {
		UUID id = UUID.randomUUID();
		MessageWriter writer = new MessageWriter().number(Long.MAX_VALUE)
			.number(-1)
			.number(127)
			.number(128)
			.text("ü\uD83D\uDE00")
			.textLists(Map.of("a", List.of("1", "2")))
			.id(id);
		MessageReader reader = new MessageReader(ByteBuffer.wrap(writer.toBytes()));
		assertThat(reader.number()).isEqualTo(Long.MAX_VALUE);
		assertThat(reader.number()).isEqualTo(-1);
		assertThat(reader.number()).isEqualTo(127);
		assertThat(reader.number()).isEqualTo(128);
		assertThat(reader.text()).isEqualTo("ü\uD83D\uDE00");
		assertThat(reader.textLists()).isEqualTo(Map.of("a", List.of("1", "2")));
		assertThat(reader.id()).isEqualTo(id);
		assertThat(reader.hasMore()).isFalse();
	}

	@Test
	void aClaimedLengthIsNotBelieved() {
		byte[] claims = HexFormat.of().parseHex("ffffffff0741");
		assertThatExceptionOfType(BufferUnderflowException.class)
			.isThrownBy(() -> new MessageReader(ByteBuffer.wrap(claims)).bytes());
		assertThatExceptionOfType(BufferUnderflowException.class)
			.isThrownBy(() -> new MessageReader(ByteBuffer.wrap(claims)).texts());
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new MessageReader(ByteBuffer.wrap(HexFormat.of().parseHex("ff".repeat(10)))).number());
	}

	@Test
	void noBytesDoHarm() {
		Random random = new Random(1);
		this.cluster.emitWithAck("e");
		this.cluster.fetchSockets();
		for (int i = 0; i < 20_000; i++) {
			byte[] message = new byte[2 + random.nextInt(40)];
			random.nextBytes(message);
			message[0] = ClusterMessages.VERSION;
			message[1] = (byte) (1 + random.nextInt(5));
			if (message.length > 2 && random.nextBoolean()) {
				message[2] = (byte) (1 + random.nextInt(5));
			}
			this.messages.receive("b", message);
		}
		assertThat(this.messages.skipped()).isPositive();
		assertThat(this.messages.failed()).isZero();
	}

	private void receive(String message) {
		this.messages.receive("b", HexFormat.of().parseHex(message));
	}

	private static String id(UUID id) {
		return id.toString().replace("-", "");
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A membership with one other node.
	 */
	private static final class OneOther implements Membership {

		@Override
		public Set<String> nodes() {
			return Set.of("b");
		}

		@Override
		public @Nullable String nodeOf(UUID socket) {
			return switch ((int) (socket.getMostSignificantBits() >>> 32)) {
				case 1 -> "a";
				case 2 -> "b";
				default -> null;
			};
		}

		@Override
		public void addJoinListener(Consumer<String> listener) {
			// It is there from the beginning.
		}

		@Override
		public void addLeaveListener(Consumer<String> listener) {
		}

	}

	/**
	 * Writes down what is sent.
	 */
	private static final class RecordingBus implements ClusterBus {

		private final List<String> sent = new CopyOnWriteArrayList<>();

		@Override
		public void start(String nodeId, Receiver receiver) {
		}

		@Override
		public synchronized void publish(byte[] message) {
			this.sent.add(HexFormat.of().formatHex(message));
		}

		@Override
		public synchronized void send(String nodeId, byte[] message) {
			this.sent.add(nodeId + ": " + HexFormat.of().formatHex(message));
		}

		@Override
		public boolean isConnected() {
			return true;
		}

		@Override
		public BusStatistics statistics() {
			return new BusStatistics();
		}

		@Override
		public void close() {
		}

	}

}
