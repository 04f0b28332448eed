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

package io.github.stickycluster.internal.engineio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.budget.LoopConnections;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The measures of an event loop against too much memory of its clients. Where memory is
 * tight, an address that keeps more than is free gets no new session and loses those it
 * has not used. An address that does so by connections without a session alone loses
 * these first. The sessions that keep most are not read from. Where memory is used up, or
 * has been tight for five seconds, the sessions that keep most go, one after the other,
 * whatever their address, since behind NAT all have the same. Connections without a
 * session go before them, if those of an address keep more together. Used on its loop.
 */
final class Relief {

	/**
	 * A session that keeps less than this is never closed for it: its end frees next to
	 * nothing, since even the smallest share, 2 MB of two loops, has room for 32.
	 */
	static final long LEAST = 65_536;

	private static final long SCAN_MILLIS = 50;

	private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int FEW = 64;

	private static final double ENOUGH = 0.9;

	private static final double CALM = 0.6;

	private final EventLoop loop;

	private final LoopBudget budget;

	private final Supplier<? extends Collection<EngineIoSession>> sessions;

	/** Sessions that have ended, whose listener calls wait or have waited. */
	private final List<EngineIoSession> ended = new ArrayList<>();

	/** At how many of them those are forgotten whose calls wait no more. */
	private int most = FEW;

	private boolean scanning;

	/** Since when memory has been tight without a pause; 0 while it is not. */
	private long tightSince;

	private boolean relieving;

	/** What each address keeps, as far as is known; empty while memory is not tight. */
	private final Map<Long, Long> ofClients = new ConcurrentHashMap<>();

	/** Whether sessions are not read from until there is memory. */
	private boolean pausing;

	private final Runnable onShort;

	/** When it was last told, which is done again while memory is short. */
	private long toldAt;

	/**
	 * Creates the relief of one loop.
	 * @param loop the loop
	 * @param budget its account
	 * @param sessions the sessions that live there
	 * @param onShort told when memory is short
	 */
	Relief(EventLoop loop, LoopBudget budget, Supplier<? extends Collection<EngineIoSession>> sessions,
			Runnable onShort) {
		this.loop = loop;
		this.budget = budget;
		this.sessions = sessions;
		this.onShort = onShort;
	}

	/**
	 * Returns whether memory allows a new session; on any thread.
	 * @param client the client key of its address
	 * @return whether memory is not tight, or the address keeps no more than is free
	 */
	boolean permits(Long client) {
		double level = this.budget.level();
		return !this.budget.isTight() || (level < 1 && keepsLittle(this.ofClients.getOrDefault(client, 0L)));
	}

	// Of the kind of which there is less.
	private boolean keepsLittle(long bytes) {
		return bytes <= this.budget.free();
	}

	/** A session was opened, whose address may open as many as it likes meanwhile. */
	void onOpen(EngineIoSession session) {
		if (this.budget.isTight()) {
			this.ofClients.merge(session.client(), (long) session.ownCost(), Long::sum);
		}
		onGrowth();
	}

	/** More is kept than before. */
	void onGrowth() {
		if (this.budget.level() >= 1) {
			relieve();
		}
		if (this.budget.isTight()) {
			tell();
			scanLater(0);
		}
	}

	/**
	 * A session has ended whose listener calls still wait, as they do for a client that
	 * has gone.
	 */
	void onEnd(EngineIoSession session) {
		if (this.ended.size() >= this.most) {
			forgetThoseWithoutCalls();
			this.most = Math.max(FEW, 2 * this.ended.size());
		}
		this.ended.add(session);
	}

	private void forgetThoseWithoutCalls() {
		this.ended.removeIf((session) -> !session.hasCalls());
	}

	private void tell() {
		long now = this.loop.ticker().nanoTime();
		if (this.toldAt == 0 || now - this.toldAt > TOLD_NANOS) {
			this.toldAt = now;
			this.onShort.run();
		}
	}

	/**
	 * Memory has run out, whatever the account says: of the connections without a session
	 * the address that keeps most by them loses half, and the session that keeps most, of
	 * either kind, is closed. Called several times a second until there is memory.
	 */
	void onOutOfMemory() {
		LoopConnections.Hoard hoard = this.budget.connections().greediest(true);
		if (hoard != null && hoard.bytes() >= LEAST) {
			long most = this.budget.heap() + this.budget.direct() - hoard.bytes() / 2;
			this.budget.connections()
				.close(hoard.client(), true, () -> this.budget.heap() + this.budget.direct() <= most);
		}
		EngineIoSession greediest = greediest(EngineIoSession::keptInAll);
		if (greediest != null) {
			close(greediest);
		}
	}

	private void relieve() {
		if (this.relieving) {
			return;
		}
		this.relieving = true;
		try {
			boolean more = true;
			while (more && this.budget.level() > ENOUGH) {
				more = closeGreediest();
			}
		}
		finally {
			this.relieving = false;
		}
	}

	/**
	 * Closes connections without a session, all of one address, or else a session.
	 * @return whether something was closed
	 */
	private boolean closeGreediest() {
		EngineIoSession session = greediest();
		LoopConnections.Hoard hoard = this.budget.connections().greediest(true);
		if (hoard != null && hoard.bytes() >= LEAST
				&& (session == null || hoard.bytes() >= keptOfScarce().applyAsLong(session))) {
			this.budget.connections().close(hoard.client(), true, () -> this.budget.level() <= ENOUGH);
			return true;
		}
		if (session != null) {
			close(session);
		}
		return session != null;
	}

	private @Nullable EngineIoSession greediest() {
		return greediest(keptOfScarce());
	}

	private ToLongFunction<EngineIoSession> keptOfScarce() {
		return this.budget.lacksDirect() ? EngineIoSession::keptDirect : EngineIoSession::keptHeap;
	}

	private @Nullable EngineIoSession greediest(ToLongFunction<EngineIoSession> kept) {
		forgetThoseWithoutCalls();
		EngineIoSession open = greediest(this.sessions.get(), kept, LEAST);
		EngineIoSession ended = greediest(this.ended, kept, Charge.LEAST);
		return (open == null || (ended != null && kept.applyAsLong(ended) > kept.applyAsLong(open))) ? ended : open;
	}

	private static @Nullable EngineIoSession greediest(Collection<EngineIoSession> sessions,
			ToLongFunction<EngineIoSession> kept, long least) {
		EngineIoSession greediest = null;
		long most = least;
		for (EngineIoSession session : sessions) {
			long bytes = kept.applyAsLong(session);
			if (bytes >= most) {
				most = bytes;
				greediest = session;
			}
		}
		return greediest;
	}

	private void scanLater(long millis) {
		if (!this.scanning && !this.loop.isShuttingDown()) {
			this.loop.schedule(this::scan, millis, TimeUnit.MILLISECONDS);
			this.scanning = true;
		}
	}

	private void scan() {
		this.scanning = false;
		if (this.budget.level() >= 1) {
			relieve();
		}
		if (this.budget.isTight()) {
			closeConnections();
		}
		if (this.budget.isTight()) {
			closeUnused();
		}
		if (this.budget.isTight()) {
			tell();
			pauseGreediest();
			closeOneIfTightForLong();
		}
		else {
			this.tightSince = 0;
			this.ofClients.clear();
			resume();
		}
		if (this.budget.level() > CALM) {
			scanLater(SCAN_MILLIS);
		}
	}

	private void pauseGreediest() {
		ToLongFunction<EngineIoSession> kept = keptOfScarce();
		EngineIoSession greediest = greediest(this.sessions.get(), kept, LEAST);
		if (greediest != null) {
			long most = Math.max(LEAST, kept.applyAsLong(greediest) / 2);
			for (EngineIoSession session : this.sessions.get()) {
				if (kept.applyAsLong(session) >= most) {
					session.pauseForMemory();
					this.pausing = true;
				}
			}
		}
	}

	private void resume() {
		if (this.pausing) {
			this.pausing = false;
			this.sessions.get().forEach((session) -> session.attempt(EngineIoSession::resumeWithMemory));
		}
	}

	// Else a few would keep all others out for as long as they like.
	private void closeOneIfTightForLong() {
		long now = this.loop.ticker().nanoTime();
		if (this.tightSince == 0) {
			this.tightSince = now;
		}
		if (now - this.tightSince > LONG_NANOS) {
			closeGreediest();
		}
	}

	private void closeUnused() {
		Map<Long, Long> kept = new HashMap<>();
		Map<Long, List<EngineIoSession>> unused = new HashMap<>();
		for (EngineIoSession session : this.sessions.get()) {
			Long client = session.client();
			kept.merge(client, session.keptInAll(), Long::sum);
			if (session.isUnused()) {
				unused.computeIfAbsent(client, (key) -> new ArrayList<>()).add(session);
			}
		}
		this.budget.connections().addTo(kept);
		this.ended.forEach((session) -> kept.merge(session.client(), session.keptHeap(), Long::sum));
		this.ofClients.keySet().retainAll(kept.keySet());
		this.ofClients.putAll(kept);
		boolean usedUp = this.budget.level() >= 1;
		unused.keySet()
			.stream()
			.filter((client) -> usedUp || !keepsLittle(kept.getOrDefault(client, 0L)))
			.sorted(Comparator.comparing(kept::get, Comparator.reverseOrder()))
			.map(unused::get)
			.forEach(this::closeUntilCalm);
	}

	// Closed are those of addresses that keep more than is free by them alone: an idle
	// connection may belong to a client of whom nothing else is known.
	private void closeConnections() {
		LoopConnections.Hoard hoard = this.budget.connections().greediest(false);
		while (hoard != null && this.budget.isTight() && !keepsLittle(hoard.bytes())) {
			this.budget.connections().close(hoard.client(), false, () -> this.budget.level() <= CALM);
			hoard = this.budget.connections().greediest(false);
		}
	}

	private void closeUntilCalm(List<EngineIoSession> unused) {
		for (EngineIoSession session : unused) {
			if (this.budget.level() <= CALM) {
				return;
			}
			close(session);
		}
	}

	private void close(EngineIoSession session) {
		if (!session.hasEnded()) {
			this.budget.budget().countClosed();
		}
		session.attempt(EngineIoSession::closeForMemory);
	}

}
