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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testsupport.Footprint;

import static org.awaitility.Awaitility.await;

/**
 * Measures what clients make a server keep, and prints it beside what they are charged
 * with. It has a JVM to itself, since nothing else may change the heap meanwhile.
 */
public final class CostMeter {

	/** The first word of the lines. */
	static final String MARK = "COST";

	private static final String WEBSOCKET = """
			GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
			Host: 127.0.0.1
			Connection: Upgrade
			Upgrade: websocket
			Sec-WebSocket-Version: 13
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

			""".replace("\n", "\r\n");

	private static final String REFUSED = """
			GET /socket.io/?EIO=9&transport=polling HTTP/1.1
			Host: 127.0.0.1

			""".replace("\n", "\r\n");

	private static final String FIELDS = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n"
			+ "a:b\r\n".repeat(95);

	private static final String LINES = "GET /socket.io/?EIO=4&transport=polling&a=" + "a".repeat(8_000)
			+ " HTTP/1.1\r\nHost: x\r\nb:" + "b".repeat(7_000) + "\r\n";

	private final TestServer server;

	/** Less than any kind is charged. */
	private static final long LEAST = 1_500;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);

	private final List<SocketChannel> clients = new ArrayList<>();

	private CostMeter(TestServer server) {
		this.server = server;
	}

	/**
	 * Prints a line for each kind: {@link #MARK}, its name, and the bytes of the heap
	 * that are charged and that are measured for one.
	 * @param arguments not used
	 */
	public static void main(String[] arguments) throws IOException {
		try (TestServer server = TestServer.start((io) -> {
		})) {
			CostMeter meter = new CostMeter(server);
			meter.print("silent", 400, (port) -> meter.connect(port));
			meter.print("answered", 400, (port) -> meter.exchange(meter.connect(port), REFUSED, "version"));
			meter.print("session", 400, (port) -> meter.open(port));
			meter.print("fields", 200, (port) -> meter.send(meter.connect(port), FIELDS));
			meter.print("lines", 200, (port) -> meter.send(meter.connect(port), LINES));
			meter.print("pipelined", 50, (port) -> meter.pipeline(port));
		}
	}

	private void print(String kind, int count, IntConsumer client) throws IOException {
		int port = this.server.port();
		// What classes and pools take once.
		Footprint.warmUp(() -> repeat(50, port, client));
		close();
		long before = kept();
		long all = Footprint.of(() -> {
			repeat(count, port, client);
			settle(before + LEAST * count);
		}).heap();
		long charged = kept() - before;
		close();
		System.out.println(MARK + " " + kind + " " + charged / count + " " + (all - sizeOfClients(count)) / count);
	}

	/** What the clients' side takes of this JVM, told by a port that accepts none. */
	private long sizeOfClients(int count) throws IOException {
		try (ServerSocketChannel silent = ServerSocketChannel.open()) {
			silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2 * count);
			int port = ((InetSocketAddress) silent.getLocalAddress()).getPort();
			long bytes = Footprint.of(() -> repeat(count, port, this::connect)).heap();
			closeClients();
			return bytes;
		}
	}

	private static void repeat(int count, int port, IntConsumer client) {
		for (int i = 0; i < count; i++) {
			client.accept(port);
		}
	}

	private long kept() {
		KeptMemory kept = this.server.engine().keptMemory();
		return kept.heap();
	}

	/** Waits until the server has accepted all connections and has read what was sent. */
	private void settle(long least) {
		long[] last = { -1 };
		await().until(() -> {
			long present = kept();
			boolean same = present == last[0];
			last[0] = present;
			return same && present >= least;
		});
	}

	private void close() {
		closeClients();
		await().until(() -> kept() == 0);
	}

	private void closeClients() {
		try {
			for (SocketChannel client : this.clients) {
				client.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.clients.clear();
	}

	private SocketChannel connect(int port) {
		try {
			SocketChannel client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			this.clients.add(client);
			return client;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void open(int port) {
		SocketChannel client = connect(port);
		exchange(client, WEBSOCKET, "\"sid\"");
		exchange(client, "\u0081\u0082\u0000\u0000\u0000\u000040", "40{");
	}

	private void pipeline(int port) {
		SocketChannel client = connect(port);
		String opened = exchange(client, "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n", "}");
		String sid = opened.replaceAll("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
		String poll = "GET /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: x\r\n\r\n";
		send(client, poll + (FIELDS + "\r\n").repeat(3));
	}

	private void send(SocketChannel client, String request) {
		try {
			client.write(this.buffer.clear().put(request.getBytes(StandardCharsets.ISO_8859_1)).flip());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String exchange(SocketChannel client, String request, String response) {
		send(client, request);
		String received;
		this.buffer.clear();
		try {
			do {
				if (client.read(this.buffer) < 0) {
					throw new IOException("Closed by the server");
				}
				received = StandardCharsets.ISO_8859_1.decode(this.buffer.duplicate().flip()).toString();
			}
			while (!received.contains(response));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return received;
	}

}
