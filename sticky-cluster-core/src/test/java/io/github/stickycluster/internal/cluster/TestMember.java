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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.EngineBus;
import io.github.stickycluster.internal.bus.EngineBusSettings;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.internal.cluster.membership.MembershipSettings;
import io.github.stickycluster.internal.worker.WorkerRegistry;

/**
 * A node without workers on a real engine, which notes what it hears.
 */
public final class TestMember implements AutoCloseable {

	/** Longer than a busy machine stalls Redis. */
	public static final Duration TIMEOUT = Duration.ofSeconds(8);

	/** Who joins first waits that long, and nobody else on a machine that is not busy. */
	private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(1);

	public static final long LARGE_BUFFER = 16 * 1024 * 1024;

	public final ClusterBus bus;

	public final WorkerRegistry registry = new WorkerRegistry();

	public final HeartbeatMembership membership;

	public final List<String> left = new CopyOnWriteArrayList<>();

	private final Map<String, List<Integer>> heard = new ConcurrentHashMap<>();

	private final Semaphore hanging = new Semaphore(1);

	private final ClusterMessages messages = new ClusterMessages();

	private final String id;

	public TestMember(String id, Engine engine, boolean required, long bufferBytes) {
		this.id = id;
		this.bus = new EngineBus(engine, new EngineBusSettings(required, bufferBytes));
		this.membership = new HeartbeatMembership(
				new MembershipSettings(id, "127.0.0.1", Duration.ofMillis(200), TIMEOUT, JOIN_TIMEOUT), this.bus,
				this.messages, this.registry);
		this.membership.addLeaveListener(this.left::add);
		this.messages.on(Kind.EMIT, this::hear);
	}

	private void hear(String node, ByteBuffer body) {
		this.hanging.acquireUninterruptibly();
		this.hanging.release();
		this.heard.computeIfAbsent(node, (sender) -> new CopyOnWriteArrayList<>())
			.add(Integer.parseInt(StandardCharsets.US_ASCII.decode(body).toString()));
	}

	/**
	 * Lets the thread that hears wait, or go on.
	 */
	public void hang(boolean hang) {
		if (hang) {
			this.hanging.acquireUninterruptibly();
		}
		else {
			this.hanging.release();
		}
	}

	public TestMember join() {
		this.bus.start(this.id, this.messages);
		this.membership.join();
		return this;
	}

	/**
	 * Lets it hear what another node, perhaps of its own id, might have sent.
	 */
	public void receive(String node, byte[] message) {
		this.messages.receive(node, message);
	}

	public String id() {
		return this.id;
	}

	public void say(int number) {
		this.bus.publish(message(number));
	}

	public void say(String target, int number) {
		this.bus.send(target, message(number));
	}

	private static byte[] message(int number) {
		byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
		byte[] message = new byte[text.length + 2];
		message[0] = ClusterMessages.VERSION;
		message[1] = Kind.EMIT.code();
		System.arraycopy(text, 0, message, 2, text.length);
		return message;
	}

	public List<Integer> heardFrom(String node) {
		return List.copyOf(this.heard.getOrDefault(node, List.of()));
	}

	public long skipped() {
		return this.messages.skipped();
	}

	/**
	 * Ends as a process that is killed: no good-bye.
	 */
	public void die() {
		this.bus.close();
	}

	@Override
	public void close() {
		this.membership.leave();
		this.bus.close();
	}

}
