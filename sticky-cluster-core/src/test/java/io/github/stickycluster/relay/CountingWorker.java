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

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.worker.WorkerState;

/**
 * The internal port of a worker on another node, which answers each request with the
 * number of the connection that it came on.
 */
final class CountingWorker implements Closeable {

	private static final int PROXY_HEADER = 16;

	private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	CountingWorker() throws IOException {
		start(this::accept);
	}

	RoutingTable.Entry entry(String node) {
		RemoteWorker worker = new RemoteWorker(node + "-1", node,
				new InetSocketAddress("127.0.0.1", this.server.getLocalPort()), 1, 0, 0);
		return new RoutingTable.Entry(worker, WorkerState.UP);
	}

	/** Closes the connections, as a worker does that has waited long enough. */
	void closeConnections() {
		for (Socket connection : this.connections) {
			close(connection);
		}
	}

	private void accept() throws IOException {
		while (!this.server.isClosed()) {
			Socket connection = this.server.accept();
			this.connections.add(connection);
			int number = this.connections.size();
			start(() -> serve(connection, number));
		}
	}

	private static void serve(Socket connection, int number) throws IOException {
		DataInputStream input = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
		byte[] header = input.readNBytes(PROXY_HEADER);
		input.readNBytes(((header[PROXY_HEADER - 2] & 0xFF) << 8) | (header[PROXY_HEADER - 1] & 0xFF));
		for (int ends = 0, next = input.read(); next >= 0; next = input.read()) {
			ends = (next == '\n') ? ends + 1 : (next == '\r') ? ends : 0;
			if (ends == 2) {
				ends = 0;
				connection.getOutputStream()
					.write(("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number)
						.getBytes(StandardCharsets.US_ASCII));
			}
		}
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// Closed.
			}
		}, "counting-worker");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		close(this.server);
		closeConnections();
	}

	private interface Task {

		void run() throws IOException;

	}

}
