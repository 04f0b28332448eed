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

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.Ack;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.Polling;
import io.socket.engineio.client.transports.WebSocket;

/**
 * Well-behaved clients, by the real Java client, that each send an event every 200 ms and
 * await its acknowledgement: a third by WebSocket, a third by polling, and a third as
 * clients do by default, by polling and then WebSocket.
 */
final class GoodClients implements AutoCloseable {

	static final int COUNT = 20;

	private static final int PAUSE_MILLIS = 200;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

	private static final String[][] TRANSPORTS = { { WebSocket.NAME }, { Polling.NAME },
			{ Polling.NAME, WebSocket.NAME } };

	private final List<JavaClient> clients = new ArrayList<>();

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Queue<Long> answeredAfter = new ConcurrentLinkedQueue<>();

	/** How late the clients themselves were, as on a machine that is busy otherwise. */
	private final Queue<Long> late = new ConcurrentLinkedQueue<>();

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger disconnects = new AtomicInteger();

	private volatile boolean counting;

	private GoodClients() {
	}

	/**
	 * Connects the clients and lets them talk.
	 * @param connector connects one, by its transports, its number and its options
	 */
	static GoodClients connect(IntFunction<JavaClient> connector) {
		GoodClients clients = new GoodClients();
		try {
			for (int i = 0; i < COUNT; i++) {
				clients.add(connector.apply(i));
			}
		}
		catch (Throwable ex) {
			clients.close();
			throw ex;
		}
		return clients;
	}

	/** The transports of a client. */
	static String[] transports(int client) {
		return TRANSPORTS[client % TRANSPORTS.length];
	}

	private void add(JavaClient client) {
		this.clients.add(client);
		client.socket().on(Socket.EVENT_DISCONNECT, (reason) -> this.disconnects.incrementAndGet());
		long offset = (long) PAUSE_MILLIS * this.clients.size() / COUNT;
		AtomicLong due = new AtomicLong(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(offset));
		this.clock.scheduleAtFixedRate(() -> talk(client.socket(), due.getAndAdd(PAUSE_NANOS)), offset, PAUSE_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	private void talk(Socket socket, long due) {
		boolean counts = this.counting;
		long begun = System.nanoTime();
		if (counts) {
			this.sent.incrementAndGet();
			this.late.add(TimeUnit.NANOSECONDS.toMillis(begun - due));
		}
		socket.emit("store", new Object[] { "a message" }, (Ack) (answer) -> {
			if (counts) {
				this.answeredAfter.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
			}
		});
	}

	/** Counts what is sent from now on. */
	void count() {
		this.counting = true;
	}

	/** Counts nothing more of what is sent. */
	void stopCounting() {
		this.counting = false;
	}

	/** How many events have had no answer yet. */
	int unanswered() {
		return this.sent.get() - this.answeredAfter.size();
	}

	/** How often a client has lost its connection. */
	int disconnects() {
		return this.disconnects.get();
	}

	/** How the events were answered. */
	Latencies latencies() {
		return Latencies.of(this.answeredAfter, this.sent.get());
	}

	/** How late the events were sent, which is none of the node's doing. */
	Latencies late() {
		return Latencies.of(this.late, this.late.size());
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		this.clients.forEach(JavaClient::close);
	}

}
