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

package io.github.stickycluster.internal.cluster.membership;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.worker.WorkerState;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The description of a node that it sends periodically.
 * <p>
 * As a message's body: 8 bytes for the incarnation, one for flags (1: joining, 2: takes
 * part in knowing which users are online, 4: its application listens to them), the ids of
 * the nodes that it knows, and its workers, each behind its length, so that a later
 * version may say more of one. A list begins with a 2-byte count; a text is a 2-byte
 * length and UTF-8.
 *
 * @param incarnation which start of the node it is; differs after each
 * @param joining whether the node asks who is there and is not yet a member itself
 * @param users whether and how the node takes part in knowing which users are online, or
 * {@code null}
 * @param known the ids of the other nodes that it takes for alive
 * @param workers its workers
 */
record Heartbeat(long incarnation, boolean joining, @Nullable UserNode users, Set<String> known,
		List<WorkerEntry> workers) {

	private static final int JOINING = 1;

	private static final int USERS = 2;

	private static final int REPORTS = 4;

	/** The states by the codes that stand for them, which never change. */
	private static final List<WorkerState> STATES = List.of(WorkerState.STARTING, WorkerState.UP, WorkerState.DRAINING,
			WorkerState.DOWN);

	byte[] toMessage() {
		Output output = new Output();
		output.buffer(2).put(ClusterMessages.VERSION).put(Kind.HEARTBEAT.code());
		output.buffer(8).putLong(this.incarnation);
		output.buffer(1).put((byte) flags());
		output.count(this.known.size());
		this.known.forEach(output::text);
		output.count(this.workers.size());
		this.workers.forEach((worker) -> output.block(worker.toBytes()));
		return output.toBytes();
	}

	private int flags() {
		int users = (this.users == null) ? 0 : this.users.reports() ? USERS | REPORTS : USERS;
		return users | (this.joining ? JOINING : 0);
	}

	static Heartbeat of(ByteBuffer body) {
		long incarnation = body.getLong();
		byte flags = body.get();
		boolean joining = (flags & JOINING) != 0;
		UserNode users = ((flags & USERS) != 0) ? new UserNode(incarnation, (flags & REPORTS) != 0) : null;
		Set<String> known = new LinkedHashSet<>();
		for (int left = Short.toUnsignedInt(body.getShort()); left > 0; left--) {
			known.add(text(body));
		}
		List<WorkerEntry> workers = new ArrayList<>();
		for (int left = Short.toUnsignedInt(body.getShort()); left > 0; left--) {
			workers.add(WorkerEntry.of(block(body)));
		}
		return new Heartbeat(incarnation, joining, users, known, workers);
	}

	static byte[] goodbye(long incarnation) {
		return ByteBuffer.allocate(10)
			.put(ClusterMessages.VERSION)
			.put(Kind.GOODBYE.code())
			.putLong(incarnation)
			.array();
	}

	/**
	 * The same bytes as a goodbye, then the id of the dead.
	 */
	static byte[] obituary(String node, long incarnation) {
		byte[] id = node.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(10 + id.length)
			.put(ClusterMessages.VERSION)
			.put(Kind.OBITUARY.code())
			.putLong(incarnation)
			.put(id)
			.array();
	}

	List<RoutingTable.Entry> entries(String node) {
		return this.workers.stream().map((worker) -> worker.toEntry(node)).toList();
	}

	/**
	 * Returns where its workers listen; of one that is not up nobody knows.
	 */
	List<InetSocketAddress> ports() {
		return this.workers.stream()
			.filter((worker) -> worker.state() == WorkerState.UP && worker.port() > 0)
			.map(WorkerEntry::address)
			.toList();
	}

	private static ByteBuffer block(ByteBuffer from) {
		int length = Short.toUnsignedInt(from.getShort());
		if (length > from.remaining()) {
			throw new IllegalArgumentException("Malformed heartbeat: a part is longer than the message");
		}
		ByteBuffer block = from.slice(from.position(), length);
		from.position(from.position() + length);
		return block;
	}

	private static String text(ByteBuffer from) {
		return StandardCharsets.UTF_8.decode(block(from)).toString();
	}

	/**
	 * The description of one worker in a heartbeat.
	 *
	 * @param id the worker's id
	 * @param state its state
	 * @param blocked whether it takes no new sessions for the moment
	 * @param host where it can be reached: an IP address or a host name
	 * @param port its internal port, or 0 while it has none
	 * @param weight how large a share of the new sessions it takes
	 * @param sessions how many sessions it holds
	 * @param load how many sessions it has to carry
	 */
	record WorkerEntry(String id, WorkerState state, boolean blocked, String host, int port, double weight,
			int sessions, int load) {

		private byte[] toBytes() {
			Output output = new Output();
			output.text(this.id);
			output.buffer(2).put((byte) STATES.indexOf(this.state)).put((byte) (this.blocked ? 1 : 0));
			output.text(this.host);
			output.count(this.port);
			output.buffer(16).putDouble(this.weight).putInt(this.sessions).putInt(this.load);
			return output.toBytes();
		}

		private static WorkerEntry of(ByteBuffer from) {
			String id = text(from);
			int state = from.get();
			boolean blocked = from.get() != 0;
			String host = text(from);
			int port = Short.toUnsignedInt(from.getShort());
			double weight = from.getDouble();
			if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
				throw new IllegalArgumentException("Malformed heartbeat: the weight of a worker is " + weight);
			}
			WorkerState known = (state >= 0 && state < STATES.size()) ? STATES.get(state) : WorkerState.DOWN;
			return new WorkerEntry(id, known, blocked, host, port, weight, from.getInt(), from.getInt());
		}

		private RoutingTable.Entry toEntry(String node) {
			RemoteWorker worker = new RemoteWorker(this.id, node, address(), this.weight, this.sessions, this.load);
			return new RoutingTable.Entry(worker, this.state, this.blocked);
		}

		/**
		 * A host name is left to whoever connects: looking it up would block.
		 */
		private InetSocketAddress address() {
			boolean isAddress = NetUtil.isValidIpV4Address(this.host) || NetUtil.isValidIpV6Address(this.host);
			return isAddress ? new InetSocketAddress(this.host, this.port)
					: InetSocketAddress.createUnresolved(this.host, this.port);
		}

	}

	/**
	 * Bytes that grow as they are written.
	 */
	private static final class Output {

		private ByteBuffer bytes = ByteBuffer.allocate(256);

		private ByteBuffer buffer(int needed) {
			if (this.bytes.remaining() < needed) {
				ByteBuffer larger = ByteBuffer.allocate((this.bytes.capacity() + needed) * 2);
				this.bytes = larger.put(this.bytes.flip());
			}
			return this.bytes;
		}

		private void count(int count) {
			buffer(2).putShort((short) count);
		}

		private void block(byte[] block) {
			count(block.length);
			buffer(block.length).put(block);
		}

		private void text(String text) {
			block(text.getBytes(StandardCharsets.UTF_8));
		}

		private byte[] toBytes() {
			byte[] written = new byte[this.bytes.position()];
			this.bytes.flip().get(written);
			return written;
		}

	}

}
