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

package io.github.stickycluster.internal.budget;

import java.util.function.ToLongFunction;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The charge of one connection: what the node keeps for it besides a session. A
 * connection is charged from its registration with an event loop until it leaves HTTP,
 * and with TLS until it closes. Used on the connection's event loop.
 */
public final class ConnectionCharge {

	/** The client of connections that count for none, such as those of a proxy. */
	public static final Long NO_CLIENT = Long.MIN_VALUE;

	/** From here on a connection with a session is closed where memory is tight. */
	private static final int LARGE = 65_536;

	/** From here on it is closed where memory is used up. */
	private static final int CONSIDERABLE = 16_384;

	private final Channel channel;

	private final MemoryBudget budget;

	private final ToLongFunction<Channel> clients;

	private @Nullable Long client;

	private @Nullable LoopBudget loop;

	private boolean ended;

	private boolean inHttp = true;

	private boolean withTls;

	private Use use = Use.NONE;

	/** Frees what HTTP keeps. */
	private Runnable release = () -> {
	};

	private int httpHeap;

	private int httpDirect;

	private int tlsHeap;

	private int tlsDirect;

	/** Used by {@link LoopConnections} only. */
	@Nullable ConnectionCharge previous;

	/** Used by {@link LoopConnections} only. */
	@Nullable ConnectionCharge next;

	/**
	 * Makes the charge of a connection, which begins with {@link #join}.
	 * @param channel the connection
	 * @param budget finds the account of an event loop
	 * @param clients tells a connection's client key, or {@link #NO_CLIENT}
	 */
	public ConnectionCharge(Channel channel, MemoryBudget budget, ToLongFunction<Channel> clients) {
		this.channel = channel;
		this.budget = budget;
		this.clients = clients;
	}

	/**
	 * Charges the account of an event loop, if it has one. Does nothing if the connection
	 * is charged already.
	 * @param eventLoop the loop that the connection is registered with
	 */
	public void join(EventLoop eventLoop) {
		LoopBudget found = (this.loop == null && !this.ended) ? this.budget.find(eventLoop) : null;
		if (found != null) {
			this.loop = found;
			found.connections().add(this);
			add(found, heap(), direct());
		}
	}

	/**
	 * Pays everything back, until the connection {@linkplain #join joins} another loop.
	 */
	public void leave() {
		LoopBudget present = this.loop;
		if (present != null) {
			present.add(-heap(), -direct());
			present.connections().remove(this);
			this.loop = null;
		}
	}

	/** Pays everything back for good, since the connection is closed. */
	public void end() {
		leave();
		this.ended = true;
	}

	/** Pays back what HTTP keeps, since the connection leaves it. */
	public void leaveHttp() {
		if (this.withTls && !this.ended) {
			http(0, 0, Use.SERVING);
			this.inHttp = false;
			charge(-Costs.CONNECTION, 0);
		}
		else {
			end();
		}
	}

	/**
	 * Sets how what HTTP keeps is freed before the connection is closed. The connection's
	 * own end is a task behind all that the event loop has to read now, which may be more
	 * than there is memory for.
	 * @param action frees it, on the event loop
	 */
	public void onClose(Runnable action) {
		this.release = action;
	}

	/**
	 * Sets what HTTP keeps besides its handlers.
	 * @param heap bytes of the heap
	 * @param direct bytes of direct memory
	 * @param use what the connection is to a session
	 */
	public void http(int heap, int direct, Use use) {
		int moreHeap = heap - this.httpHeap;
		int moreDirect = direct - this.httpDirect;
		this.use = use;
		this.httpHeap = heap;
		this.httpDirect = direct;
		charge(moreHeap, moreDirect);
	}

	/**
	 * Sets what TLS keeps.
	 * @param heap bytes of the heap
	 * @param direct bytes of direct memory, or of the native memory of OpenSSL
	 */
	public void tls(int heap, int direct) {
		int moreHeap = heap - this.tlsHeap;
		int moreDirect = direct - this.tlsDirect;
		this.withTls = true;
		this.tlsHeap = heap;
		this.tlsDirect = direct;
		charge(moreHeap, moreDirect);
	}

	private void charge(int moreHeap, int moreDirect) {
		LoopBudget present = this.loop;
		if (present != null && (moreHeap != 0 || moreDirect != 0)) {
			add(present, moreHeap, moreDirect);
		}
	}

	private static void add(LoopBudget loop, long heap, long direct) {
		loop.add(heap, direct);
		if (heap > 0 || direct > 0) {
			loop.onGrowth();
		}
	}

	long heap() {
		return (this.inHttp ? Costs.CONNECTION : 0L) + this.httpHeap + this.tlsHeap;
	}

	long direct() {
		return (long) this.httpDirect + this.tlsDirect;
	}

	Long client() {
		Long known = this.client;
		if (known == null) {
			known = this.clients.applyAsLong(this.channel);
			this.client = known;
		}
		return known;
	}

	/**
	 * Says whether the connection may be closed for what it keeps: one that serves a
	 * session only if it keeps much of its own.
	 * @param usedUp whether memory is used up, and not only tight
	 */
	boolean isClosable(boolean usedUp) {
		int most = usedUp ? CONSIDERABLE : LARGE;
		return this.use == Use.NONE || (usedUp && this.use == Use.SERVED) || this.httpHeap + this.httpDirect >= most
				|| this.tlsDirect >= most;
	}

	/** Closes the connection, and pays back what its end will free. */
	void close() {
		boolean http = this.inHttp;
		end();
		if (http) {
			this.release.run();
		}
		// Past TLS, whose farewell would wait for a client that reads nothing.
		this.channel.unsafe().close(this.channel.voidPromise());
	}

	/**
	 * What a connection is to a session.
	 */
	public enum Use {

		/** No session knows of it. */
		NONE,

		/** Its last request was a session's, which may send the next one here. */
		SERVED,

		/** A request of a session is under way, or a WebSocket. */
		SERVING

	}

}
