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

package io.github.stickycluster.nodes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.Ack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that remembers what it hears, and answers what it is asked.
 */
final class Guest implements AutoCloseable {

	private final BlockingQueue<List<Object>> heard = new LinkedBlockingQueue<>();

	private final Map<String, List<Integer>> news = new ConcurrentHashMap<>();

	private final String node;

	private final JavaClient client;

	private volatile boolean mute;

	/**
	 * Connects a guest.
	 * @param node the node whose port that is
	 * @param port the port
	 * @param name the guest's name
	 * @param transport the only transport to use
	 */
	Guest(String node, int port, String name, String transport) {
		this.node = node;
		this.client = JavaClient.create(port, "/", "127.0.0.1", (options) -> {
			options.transports = new String[] { transport };
			options.reconnection = false;
			options.query = "name=" + name;
		});
		this.client.socket().on("say", (args) -> this.heard.add(Arrays.asList(args)));
		this.client.socket().on("ask", (args) -> {
			if (!this.mute) {
				((Ack) args[args.length - 1]).call(args[0]);
			}
		});
		this.client.socket()
			.on("news", (args) -> this.news.computeIfAbsent((String) args[0], (key) -> new CopyOnWriteArrayList<>())
				.add((Integer) args[1]));
		this.client.socket().connect();
		await().until(this.client.socket()::connected);
	}

	String node() {
		return this.node;
	}

	String id() {
		return this.client.socket().id();
	}

	boolean isConnected() {
		return this.client.socket().connected();
	}

	void mute(boolean mute) {
		this.mute = mute;
	}

	Object echo(Object value) {
		return this.client.emitWithAck("echo", value)[0];
	}

	/**
	 * The arguments of the next event, in which binary is a list of bytes.
	 */
	List<Object> next() {
		try {
			List<Object> next = this.heard.poll(10, TimeUnit.SECONDS);
			assertThat(next).as("what %s hears next", this).isNotNull();
			List<Object> arguments = new ArrayList<>();
			next.forEach((argument) -> arguments
				.add((argument instanceof byte[] bytes) ? Arrays.toString(bytes) : Plain.of(argument)));
			return arguments;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<Integer> newsOf(String node) {
		return List.copyOf(this.news.getOrDefault(node, List.of()));
	}

	int lastNewsOf(String node) {
		List<Integer> heard = newsOf(node);
		return heard.isEmpty() ? 0 : heard.get(heard.size() - 1);
	}

	@Override
	public void close() {
		this.client.close();
	}

	@Override
	public String toString() {
		return "guest " + id() + " of node " + this.node;
	}

}
