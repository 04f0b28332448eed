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

package io.github.stickycluster.internal.worker;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EngineIoError;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.socketio.PacketError;
import io.github.stickycluster.internal.socketio.SocketIoObserver;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.Transport;

/**
 * The counters of a worker since the start of the JVM, across the worker's restarts.
 * Thread-safe.
 */
public final class WorkerStatistics implements SocketIoObserver {

	/** Every count, in the order of the fields. */
	private final List<LongAdder> all = new ArrayList<>();

	private final Map<Transport, LongAdder> opened3 = adders(Transport.class);

	private final Map<Transport, LongAdder> opened4 = adders(Transport.class);

	private final LongAdder sessionsUpgraded = adder();

	private final LongAdder socketsConnected = adder();

	private final LongAdder socketsRefused = adder();

	private final LongAdder namespacesUnknown = adder();

	private final Map<DisconnectReason, LongAdder> socketsDisconnected = adders(DisconnectReason.class);

	private final LongAdder namespacesLimited = adder();

	private final LongAdder packetsReceived = adder();

	private final LongAdder bytesReceived = adder();

	private final LongAdder packetsSent = adder();

	private final LongAdder bytesSent = adder();

	private final LongAdder acksTimedOut = adder();

	private final LongAdder acksMismatched = adder();

	private final LongAdder eventsReceived = adder();

	private final LongAdder eventsIgnored = adder();

	private final LongAdder eventsMismatched = adder();

	private final LongAdder clientsThrottled = adder();

	private final LongAdder timesBlocked = adder();

	private final LongAdder restarts = adder();

	private final LoopLag loopLag = new LoopLag();

	private final LongAdder callsDropped = adder();

	private final Map<CloseReason, LongAdder> sessionsClosed = adders(CloseReason.class);

	private final Map<PacketError, LongAdder> packetsRefused = adders(PacketError.class);

	private final Map<EngineIoError, LongAdder> requestsRefused = adders(EngineIoError.class);

	private final LongAdder requestsRefusedOtherwise = adder();

	@Override
	public void sessionOpened(EngineIoVersion version, Transport transport) {
		count((version == EngineIoVersion.V4) ? this.opened4 : this.opened3, transport);
	}

	@Override
	public void sessionUpgraded() {
		this.sessionsUpgraded.increment();
	}

	@Override
	public void socketConnected(String namespace) {
		this.socketsConnected.increment();
	}

	@Override
	public void socketRefused(String namespace) {
		this.socketsRefused.increment();
	}

	@Override
	public void socketDisconnected(String namespace, DisconnectReason reason) {
		count(this.socketsDisconnected, reason);
	}

	@Override
	public void namespaceUnknown() {
		this.namespacesUnknown.increment();
	}

	@Override
	public void namespaceLimited() {
		this.namespacesLimited.increment();
	}

	@Override
	public void bytesReceived(int bytes) {
		this.packetsReceived.increment();
		this.bytesReceived.add(bytes);
	}

	@Override
	public void bytesSent(int bytes) {
		this.packetsSent.increment();
		this.bytesSent.add(bytes);
	}

	@Override
	public void ackTimedOut(String namespace) {
		this.acksTimedOut.increment();
	}

	@Override
	public void ackMismatched(String namespace) {
		this.acksMismatched.increment();
	}

	@Override
	public void eventReceived(String namespace, String event) {
		this.eventsReceived.increment();
	}

	@Override
	public void eventIgnored(String namespace) {
		this.eventsReceived.increment();
		this.eventsIgnored.increment();
	}

	@Override
	public void eventMismatched(String namespace, String event) {
		this.eventsMismatched.increment();
	}

	@Override
	public void clientThrottled() {
		this.clientsThrottled.increment();
	}

	@Override
	public void callDropped() {
		this.callsDropped.increment();
	}

	@Override
	public void sessionClosed(CloseReason reason) {
		count(this.sessionsClosed, reason);
	}

	@Override
	public void packetRefused(PacketError error) {
		count(this.packetsRefused, error);
	}

	@Override
	public void requestRefused(int code) {
		for (EngineIoError error : this.requestsRefused.keySet()) {
			if (error.code() == code) {
				count(this.requestsRefused, error);
				return;
			}
		}
		this.requestsRefusedOtherwise.increment();
	}

	/**
	 * Returns how many sessions were opened.
	 * @param version their protocol
	 * @param transport their first transport
	 * @return sessions
	 */
	public long sessionsOpened(EngineIoVersion version, Transport transport) {
		return sum((version == EngineIoVersion.V4) ? this.opened4 : this.opened3, transport);
	}

	/**
	 * Returns how many sessions went from polling to WebSocket.
	 * @return sessions
	 */
	public long sessionsUpgraded() {
		return this.sessionsUpgraded.sum();
	}

	/**
	 * Returns how often a client was let into a namespace.
	 * @return times
	 */
	public long socketsConnected() {
		return this.socketsConnected.sum();
	}

	/**
	 * Returns how often a client was refused by a namespace's auth listeners.
	 * @return times
	 */
	public long socketsRefused() {
		return this.socketsRefused.sum();
	}

	/**
	 * Returns how many sockets have left their namespace for a reason.
	 * @param reason the reason
	 * @return sockets
	 */
	public long socketsDisconnected(DisconnectReason reason) {
		return sum(this.socketsDisconnected, reason);
	}

	/**
	 * Returns how often a client asked for a namespace that does not exist.
	 * @return times
	 */
	public long namespacesUnknown() {
		return this.namespacesUnknown.sum();
	}

	/**
	 * Returns how many sockets were refused since too many namespaces were made.
	 * @return the number
	 */
	public long namespacesLimited() {
		return this.namespacesLimited.sum();
	}

	/**
	 * Returns how many packets came from clients; heartbeats are none, and an attachment
	 * is one of its own.
	 * @return packets
	 */
	public long packetsReceived() {
		return this.packetsReceived.sum();
	}

	/**
	 * Returns the payload of those packets.
	 * @return bytes
	 */
	public long bytesReceived() {
		return this.bytesReceived.sum();
	}

	/**
	 * Returns how many packets were handed to the transports of clients.
	 * @return packets, each with its attachments
	 */
	public long packetsSent() {
		return this.packetsSent.sum();
	}

	/**
	 * Returns the payload of those packets.
	 * @return bytes
	 */
	public long bytesSent() {
		return this.bytesSent.sum();
	}

	/**
	 * Returns how many acks of clients did not come in their time.
	 * @return acks
	 */
	public long acksTimedOut() {
		return this.acksTimedOut.sum();
	}

	/**
	 * Returns how many acks of clients did not fit their callback's types.
	 * @return acks
	 */
	public long acksMismatched() {
		return this.acksMismatched.sum();
	}

	/**
	 * Returns how many events came that nobody listens to.
	 * @return events
	 */
	public long eventsIgnored() {
		return this.eventsIgnored.sum();
	}

	/**
	 * Returns how many events the worker's clients have sent.
	 * @return events since the start, whether or not anybody listens to them
	 */
	public long eventsReceived() {
		return this.eventsReceived.sum();
	}

	/**
	 * Returns how many events had arguments that did not fit their listener.
	 * @return events whose listener was not called
	 */
	public long eventsMismatched() {
		return this.eventsMismatched.sum();
	}

	/**
	 * Returns how often a client was not read from for a while since it sent too much.
	 * @return times
	 */
	public long clientsThrottled() {
		return this.clientsThrottled.sum();
	}

	/**
	 * Returns how often one of the worker's event loops did not answer for so long that
	 * new sessions went to other workers.
	 * @return times
	 */
	public long timesBlocked() {
		return this.timesBlocked.sum();
	}

	/**
	 * Returns how often the worker's server was replaced by a new one, whether an
	 * operator asked for it or the worker had failed.
	 * @return restarts
	 */
	public long restarts() {
		return this.restarts.sum();
	}

	/**
	 * Returns how late the worker's event loops are.
	 * @return the lag, measured several times a second
	 */
	public LoopLag loopLag() {
		return this.loopLag;
	}

	public void blocked() {
		this.timesBlocked.increment();
	}

	/**
	 * Counts a restart.
	 */
	public void restarted() {
		this.restarts.increment();
	}

	/**
	 * Returns how many calls of listeners were dropped when the worker stopped, or since
	 * their executor had.
	 * @return calls
	 */
	public long callsDropped() {
		return this.callsDropped.sum();
	}

	/**
	 * Returns how many sessions have ended for a reason.
	 * @param reason the reason
	 * @return sessions
	 */
	public long sessionsClosed(CloseReason reason) {
		return sum(this.sessionsClosed, reason);
	}

	/**
	 * Returns how many packets were wrong in a way that ended their session.
	 * @param error what was wrong
	 * @return packets
	 */
	public long packetsRefused(PacketError error) {
		return sum(this.packetsRefused, error);
	}

	/**
	 * Returns how many HTTP requests were refused.
	 * @param error Engine.IO's error
	 * @return requests
	 */
	public long requestsRefused(EngineIoError error) {
		return sum(this.requestsRefused, error);
	}

	/**
	 * Returns how many HTTP requests were refused without an error of Engine.IO's: those
	 * for another path, those for a new session while the worker takes none, and those
	 * that failed here.
	 * @return requests
	 */
	public long requestsRefusedOtherwise() {
		return this.requestsRefusedOtherwise.sum();
	}

	/**
	 * Takes a copy of all counts.
	 * @return the counts of this moment
	 */
	public Snapshot snapshot() {
		return new Snapshot(this.all.stream().map(LongAdder::sum).toList(), this.loopLag.present().toNanos(),
				this.loopLag.worst().toNanos());
	}

	/**
	 * Adds what another JVM has counted.
	 * @param now its counts
	 * @param before its counts when they were added last
	 */
	public void add(Snapshot now, Snapshot before) {
		for (int i = 0; i < now.counts().size(); i++) {
			long counted = (i < before.counts().size()) ? before.counts().get(i) : 0;
			this.all.get(i).add(now.counts().get(i) - counted);
		}
		this.loopLag.show(now.lagNanos(), now.worstLagNanos());
	}

	private LongAdder adder() {
		LongAdder adder = new LongAdder();
		this.all.add(adder);
		return adder;
	}

	private <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
		Map<E, LongAdder> adders = new EnumMap<>(type);
		for (E constant : type.getEnumConstants()) {
			adders.put(constant, adder());
		}
		return adders;
	}

	private static <E> void count(Map<E, LongAdder> adders, E key) {
		LongAdder adder = adders.get(key);
		if (adder != null) {
			adder.increment();
		}
	}

	private static <E> long sum(Map<E, LongAdder> adders, E key) {
		LongAdder adder = adders.get(key);
		return (adder != null) ? adder.sum() : 0;
	}

	/**
	 * The counts of one moment, to be sent to another JVM of the same application.
	 *
	 * @param counts all counts, in an order that is the same in both
	 * @param lagNanos how late the loops are, in nanoseconds
	 * @param worstLagNanos how late they were at worst of late, in nanoseconds
	 */
	public record Snapshot(List<Long> counts, long lagNanos, long worstLagNanos) {

		/**
		 * The counts of a JVM that has just started.
		 */
		public static final Snapshot ZERO = new Snapshot(List.of(), 0, 0);

		public Snapshot {
			counts = List.copyOf(counts);
		}

	}

}
