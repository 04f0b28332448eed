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

package io.github.stickycluster.testkit;

import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An Engine.IO session over HTTP long-polling, on one connection for polls and another
 * for posts.
 */
public final class Polling implements Closeable {

	private final int port;

	private final String query;

	private final PollingFormat format;

	private final Open open;

	private final String target;

	private Wire polls;

	private Wire posts;

	private Polling(int port, String query, PollingFormat format) {
		this.port = port;
		this.query = query;
		this.format = format;
		this.polls = Wire.to(port);
		this.posts = Wire.to(port);
		HttpAnswer answer = this.polls.exchange(HttpRequest.get("/socket.io/?" + query));
		if (answer.status() != 200) {
			throw new AssertionError("no session: " + answer);
		}
		List<Message> packets = format.decode(answer);
		this.open = Open.parse(String.valueOf(packets.get(0).text()));
		this.early = packets.subList(1, packets.size());
		this.target = "/socket.io/?" + query + "&sid=" + this.open.sid();
	}

	private final List<Message> early;

	public static Polling open(int port) {
		return open(port, "EIO=4&transport=polling", PollingFormat.V4);
	}

	public static Polling open(int port, String query, PollingFormat format) {
		return new Polling(port, query, format);
	}

	public Open handshake() {
		return this.open;
	}

	public String sid() {
		return this.open.sid();
	}

	/**
	 * The path and query of this session's requests.
	 * @return the target
	 */
	public String target() {
		return this.target;
	}

	/**
	 * Packets that came with the handshake after the OPEN packet.
	 * @return the packets
	 */
	public List<Message> early() {
		return this.early;
	}

	public HttpAnswer poll() {
		startPoll();
		return this.polls.answer();
	}

	public List<Message> packets() {
		HttpAnswer answer = poll();
		if (answer.status() != 200) {
			throw new AssertionError("poll answered " + answer);
		}
		return this.format.decode(answer);
	}

	/**
	 * Sends the request of a poll, to be answered by {@link #pollAnswer()}.
	 * @return this session
	 */
	public Polling startPoll() {
		this.polls = fresh(this.polls);
		this.polls.send(HttpRequest.get(this.target));
		return this;
	}

	public HttpAnswer pollAnswer() {
		return this.polls.answer();
	}

	public Wire pollWire() {
		return this.polls;
	}

	public HttpAnswer post(String packet) {
		return post(Message.of(packet));
	}

	public HttpAnswer post(Message... packets) {
		this.posts = fresh(this.posts);
		return this.posts.exchange(this.format.post(this.target, packets));
	}

	/**
	 * Polls in another thread.
	 * @return the answer
	 */
	public CompletableFuture<HttpAnswer> pollLater() {
		startPoll();
		return CompletableFuture.supplyAsync(this::pollAnswer);
	}

	/**
	 * Opens a WebSocket for this session.
	 * @return the WebSocket, not yet probed
	 */
	public RawWebSocket webSocket() {
		return RawWebSocket.open(this.port, this.target.replace("transport=polling", "transport=websocket"));
	}

	private Wire fresh(Wire wire) {
		if (!wire.isEnded()) {
			return wire;
		}
		wire.close();
		return Wire.to(this.port);
	}

	@Override
	public void close() {
		this.polls.close();
		this.posts.close();
	}

	@Override
	public String toString() {
		return this.query;
	}

}
