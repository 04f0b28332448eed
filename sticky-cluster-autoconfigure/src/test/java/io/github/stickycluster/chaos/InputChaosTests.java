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

package io.github.stickycluster.chaos;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests, messages and packets that do not end, or that become much larger than they
 * were sent.
 */
class InputChaosTests {

	private static final int MAX_PAYLOAD = 1_000_000;

	private static final Pattern BAD_REQUEST = Pattern.compile("HTTP/1.1 400 .*\\}", Pattern.DOTALL);

	@TempDir
	private Path folder;

	@ChaosTest
	void survivesUnfinishedFrames(Setting setting) throws Exception {
		byte[] frame = new Frame(true, Frame.BINARY, new byte[MAX_PAYLOAD]).masked();
		ByteBuf unfinished = Attacker.bytes(Arrays.copyOf(frame, MAX_PAYLOAD - 1));
		ChaosRun.of("Unfinished frames of 1 MB on 200 WebSockets", this.folder, setting)
			.attack((attacker) -> attacker.keepWebSockets(200, 40, RawWebSocket.handshake(Attacker.WEBSOCKET),
					(connection) -> connection.send(unfinished)));
	}

	/** A message in fragments, of which the buffer is as large again. */
	@ChaosTest
	void survivesUnfinishedFragments(Setting setting) throws Exception {
		ByteBuf fragment = Attacker.bytes(new Frame(false, Frame.BINARY, new byte[990_000]));
		byte[] rest = new Frame(true, Frame.CONTINUATION, new byte[9_999]).masked();
		ByteBuf unfinished = Attacker.bytes(Arrays.copyOf(rest, rest.length - 1));
		ChaosRun.of("Unfinished fragments of 1 MB on 200 WebSockets", this.folder, setting)
			.attack((attacker) -> attacker.keepWebSockets(200, 40, RawWebSocket.handshake(Attacker.WEBSOCKET),
					(connection) -> {
						connection.send(fragment);
						attacker.after(Duration.ofSeconds(1), () -> connection.send(unfinished));
					}));
	}

	@ChaosTest
	void survivesUnfinishedPosts(Setting setting) throws Exception {
		byte[] body = new byte[MAX_PAYLOAD];
		ChaosRun.of("Unfinished posts of 1 MB on 200 connections", this.folder, setting)
			.attack((attacker) -> attacker.keepPolling(200, 40, (connection, target) -> {
				byte[] post = HttpRequest.post(target, "text/plain", body).bytes();
				connection.send(Attacker.bytes(Arrays.copyOf(post, post.length - 1)));
			}));
	}

	@ChaosTest
	void survivesAttachmentsThatNeverCome(Setting setting) throws Exception {
		String placeholders = IntStream.range(0, 10)
			.mapToObj((number) -> ",{\"_placeholder\":true,\"num\":" + number + "}")
			.collect(Collectors.joining());
		ByteBuf event = Attacker.text("4510-[\"echo\"" + placeholders + "]");
		ByteBuf attachment = Attacker.bytes(Frame.binary(new byte[990_000]));
		ChaosRun.of("Nine of ten attachments of 1 MB on 60 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.answerPings();
			attacker.keepSockets(60, 6, (connection) -> {
				connection.send(event);
				for (int i = 1; i < 10; i++) {
					attacker.after(Duration.ofMillis(500L * i), () -> connection.send(attachment));
				}
			});
		});
	}

	/** What is read behind a poll that is held waits as objects. */
	@ChaosTest
	void survivesRequestsPipelinedBehindAPoll(Setting setting) throws Exception {
		byte[] noops = String.join("\u001e", Collections.nCopies(10_000, "6")).getBytes(StandardCharsets.US_ASCII);
		String pipelined = "G /socket.io HTTP/1.1\r\n\r\n".repeat(6_000);
		ChaosRun.of("6,000 requests behind each of 600 polls", this.folder, setting)
			.attack((attacker) -> attacker.keepPolling(600, 60, (connection, target) -> {
				// So that the next read is a large one.
				ByteBuf post = Attacker.bytes(HttpRequest.post(target, "text/plain", noops).bytes());
				String poll = new String(HttpRequest.get(target).bytes(), StandardCharsets.US_ASCII);
				ByteBuf requests = Attacker.bytes((poll + pipelined).getBytes(StandardCharsets.US_ASCII));
				connection.send(post);
				attacker.after(Duration.ofMillis(200), () -> connection.send(post));
				attacker.after(Duration.ofMillis(400), () -> connection.send(requests));
			}));
	}

	/** After large reads a single byte is read into a large buffer, and stays there. */
	@ChaosTest
	void survivesHeadsOfOneByteInLargeBuffers(Setting setting) throws Exception {
		ByteBuf bad = Attacker.bytes(HttpRequest.post("/socket.io/?EIO=4", "text/plain", new byte[60_000]).bytes());
		ByteBuf begun = Attacker.bytes("G".getBytes(StandardCharsets.US_ASCII));
		ChaosRun.of("Heads of one byte on 3,000 connections", this.folder, setting)
			.attack((attacker) -> attacker.keep(3_000, 300, (connection) -> {
				connection.expect(BAD_REQUEST, (first) -> {
					connection.expect(BAD_REQUEST, (second) -> connection.send(begun));
					connection.send(bad);
				});
				connection.send(bad);
			}));
	}

	/** 1 MB of empty objects is 30 MB as a tree. */
	@ChaosTest
	void survivesPayloadsOfManyObjects(Setting setting) throws Exception {
		ByteBuf event = Attacker.text("451-[\"echo\",[" + "{},".repeat(330_000) + "0]]");
		ByteBuf attachment = Attacker.bytes(Frame.binary(new byte[1]));
		ChaosRun.of("330,000 objects a packet on 10 WebSockets", this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(10, 10, (connection) -> {
				// What it does, it does below.
			});
			attacker.every(300, () -> attacker.any().ifPresent((connection) -> {
				connection.send(event);
				attacker.after(Duration.ofMillis(100), () -> connection.send(attachment));
			}));
		});
	}

	/** Jackson keeps the names of properties, for all parsers and for good. */
	@ChaosTest
	void survivesEverNewNamesOfProperties(Setting setting) throws Exception {
		AtomicInteger names = new AtomicInteger();
		ChaosRun.of("60 new names of 49,000 characters a second", this.folder, setting).attack((attacker) -> {
			attacker.keepSockets(2, 2, (connection) -> {
				// What it does, it does below.
			});
			attacker.every(330, () -> attacker.any().ifPresent((connection) -> {
				List<String> objects = new ArrayList<>();
				for (int i = 0; i < 20; i++) {
					String name = names.incrementAndGet() + "-";
					objects.add("{\"" + name + "x".repeat(49_000 - name.length()) + "\":0}");
				}
				connection.send(Attacker.text("42[\"nobody hears\"," + String.join(",", objects) + "]"));
			}));
		});
	}

	@ChaosTest
	void survivesListenerCallsThatWait(Setting setting) throws Exception {
		ByteBuf event = Attacker.text("42[\"work\",[" + "{},".repeat(80_000) + "0]]");
		ChaosRun.of("Waiting calls with 80,000 objects each on 60 WebSockets", this.folder, setting)
			.with("sticky-cluster.listeners.executor=listenerExecutor")
			.attack((attacker) -> {
				attacker.keepSockets(60, 20, (connection) -> {
					// What it does, it does below.
				});
				attacker.every(100, () -> attacker.some(10).forEach((connection) -> connection.send(event)));
			});
	}

	@ChaosTest
	void survivesBombs(Setting setting) throws Exception {
		ByteBuf bomb = Attacker.bytes(Deflated.text("42[\"touch\",\"" + "x".repeat(990_000) + "\"]", true));
		ChaosRun.of("60 messages a second of 1 kB that become 1 MB", this.folder, setting)
			.with("sticky-cluster.socket-io.compression=websocket")
			.attack((attacker) -> {
				attacker.keepWebSockets(20, 20, Deflated.handshake(Attacker.WEBSOCKET),
						(connection) -> connection.send(Attacker.bytes(Deflated.text("40", true))));
				attacker.every(50, () -> attacker.some(3).forEach((connection) -> connection.send(bomb)));
			});
	}

	/** The first fragment is a kilobyte and holds a megabyte. */
	@ChaosTest
	void survivesBombsThatDoNotEnd(Setting setting) throws Exception {
		ByteBuf bomb = Attacker.bytes(Deflated.text("42[\"touch\",\"" + "x".repeat(990_000), false));
		ChaosRun.of("Unfinished messages of 1 kB that become 1 MB on 600 WebSockets", this.folder, setting)
			.with("sticky-cluster.socket-io.compression=websocket")
			.attack((attacker) -> attacker.keepWebSockets(600, 60, Deflated.handshake(Attacker.WEBSOCKET),
					(connection) -> connection.send(bomb)));
	}

}
