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

import java.util.Set;
import java.util.function.Supplier;

import io.github.stickycluster.internal.cluster.membership.Peers.Peer;
import io.github.stickycluster.internal.cluster.membership.PortProbe.Outcome;

/**
 * Detects dead nodes: those without a heartbeat for the node timeout, and those that have
 * missed a heartbeat and whose ports all refuse connections. Called by the membership's
 * timer.
 */
final class PeerWatch implements AutoCloseable {

	private final Peers peers;

	private final PortProbes probes;

	private final long heartbeatNanos;

	private final long timeoutNanos;

	private final Supplier<Set<String>> awaited;

	/**
	 * Begins to watch.
	 * @param peers who is watched, and loses those that are dead
	 * @param probe tries a port
	 * @param settings tell the heartbeat interval and the node timeout
	 * @param awaited tells on whose answers somebody waits just then
	 */
	PeerWatch(Peers peers, PortProbe probe, MembershipSettings settings, Supplier<Set<String>> awaited) {
		this.peers = peers;
		this.probes = new PortProbes(probe);
		this.heartbeatNanos = settings.heartbeatInterval().toNanos();
		this.timeoutNanos = settings.nodeTimeout().toNanos();
		this.awaited = awaited;
	}

	/** Takes those for dead that were not heard for too long, and probes the others. */
	void look(long now) {
		this.peers.silentFor(this.timeoutNanos, now)
			.forEach((node) -> this.peers.remove(node, "no heartbeat for " + this.timeoutNanos / 1_000_000 + " ms"));
		Set<String> waitedFor = this.awaited.get();
		synchronized (this.peers) {
			this.peers.all().forEach((peer) -> probe(peer, now, waitedFor.contains(peer.id)));
		}
	}

	private void probe(Peer peer, long now, boolean waitedFor) {
		if (!peer.probing && !peer.ports.isEmpty() && isToBeProbed(peer, now, waitedFor)) {
			long heard = peer.lastHeard;
			peer.probedAt = now;
			this.probes.probe(peer.ports, (outcome) -> probed(peer, heard, outcome));
			// Whose outcome waits for the lock that is held here.
			peer.probing = true;
		}
	}

	/**
	 * Heartbeats come up to a tick late, so half an interval more is nothing unusual.
	 */
	private boolean isToBeProbed(Peer peer, long now, boolean waitedFor) {
		if (!peer.reached) {
			Long before = peer.probedAt;
			return before == null || now - before > this.timeoutNanos;
		}
		return now - peer.lastHeard > (waitedFor ? this.heartbeatNanos : this.heartbeatNanos + this.heartbeatNanos / 2);
	}

	private void probed(Peer peer, long heard, Outcome outcome) {
		boolean dead;
		synchronized (this.peers) {
			peer.probing = false;
			dead = outcome == Outcome.REFUSED && peer.reached && peer.lastHeard == heard && this.peers.isPresent(peer);
			peer.reached |= outcome == Outcome.ACCEPTED;
		}
		if (dead) {
			this.peers.remove(peer.id, "its internal ports refuse connections");
		}
	}

	@Override
	public void close() {
		this.probes.close();
	}

}
