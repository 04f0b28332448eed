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

package io.github.stickycluster.test.engineio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * HTTP long-polling: polls on one connection, posts on another, one of each at a time.
 */
final class PollingTransport implements Transport {

	private final Network network;

	private final Supplier<@Nullable Handshake> session;

	private final Listener listener;

	private final Payload payload;

	private final HttpConnection polls;

	private final HttpConnection posts;

	private final Deque<EngineIoPacket> queue = new ArrayDeque<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private boolean polling;

	private boolean posting;

	private boolean closing;

	private boolean ended;

	private @Nullable Runnable whenPaused;

	PollingTransport(Network network, Supplier<@Nullable Handshake> session, Listener listener) {
		this.network = network;
		this.session = session;
		this.listener = listener;
		this.payload = Payload.of(network.target().version());
		this.polls = new HttpConnection(network);
		this.posts = new HttpConnection(network);
	}

	@Override
	public String name() {
		return "polling";
	}

	@Override
	public void open() {
		poll();
	}

	private void poll() {
		this.polling = true;
		this.polls.get(target()).whenComplete((reply, failure) -> {
			this.polling = false;
			if (failure != null) {
				end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_ERROR, failure.toString()));
			}
			else if (reply.status() != 200) {
				end(SessionEnd.refused(reply));
			}
			else {
				received(reply);
			}
		});
	}

	private void received(HttpReply reply) {
		try {
			this.payload.decode(reply.body()).forEach(this.listener::onPacket);
		}
		catch (RuntimeException ex) {
			end(SessionEnd.of(SessionEnd.Cause.PARSE_ERROR, String.valueOf(ex.getMessage())));
		}
		if (this.whenPaused != null) {
			pauseIfQuiet();
		}
		else if (!this.ended && !this.closing) {
			poll();
		}
	}

	@Override
	public void send(List<EngineIoPacket> packets) {
		this.queue.addAll(packets);
		post();
	}

	private void post() {
		if (this.posting || this.ended || this.queue.isEmpty()) {
			return;
		}
		this.posting = true;
		this.posts.post(target(), this.payload.encode(nextPayload())).whenComplete((reply, failure) -> {
			this.posting = false;
			if (failure != null) {
				end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_ERROR, failure.toString()));
			}
			else if (reply.status() != 200) {
				end(SessionEnd.refused(reply));
			}
			post();
			pauseIfQuiet();
			if (this.closing && !this.posting) {
				disconnect();
			}
		});
	}

	/**
	 * As many packets as the server takes in one request, at least one.
	 */
	private List<EngineIoPacket> nextPayload() {
		Handshake handshake = this.session.get();
		long room = (handshake != null) ? handshake.maxPayload() : Integer.MAX_VALUE;
		List<EngineIoPacket> next = new ArrayList<>();
		while (!this.queue.isEmpty() && (next.isEmpty() || size(this.queue.peek()) <= room)) {
			room -= size(this.queue.peek());
			next.add(this.queue.remove());
		}
		return next;
	}

	private static long size(EngineIoPacket packet) {
		return packet.isBinary() ? packet.bytes().length * 4L / 3 + 4
				: packet.encode().getBytes(StandardCharsets.UTF_8).length + 1;
	}

	private String target() {
		Handshake handshake = this.session.get();
		return this.network.target().requestTarget(name(), (handshake != null) ? handshake.sid() : null);
	}

	/**
	 * Polls and posts no more.
	 * @param whenPaused called when nothing is under way any more
	 */
	void pause(Runnable whenPaused) {
		this.whenPaused = whenPaused;
		pauseIfQuiet();
	}

	private void pauseIfQuiet() {
		Runnable action = this.whenPaused;
		if (action != null && !this.polling && !this.posting && !this.ended) {
			this.ended = true;
			disconnect();
			action.run();
		}
	}

	@Override
	public CompletableFuture<Void> close() {
		this.closing = true;
		if (!this.posting) {
			disconnect();
		}
		return this.closed;
	}

	private void disconnect() {
		this.ended = true;
		this.polls.close();
		this.posts.close();
		this.closed.complete(null);
	}

	private void end(SessionEnd end) {
		if (!this.ended) {
			disconnect();
			this.listener.onEnd(end);
		}
	}

}
