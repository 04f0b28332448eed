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

package io.github.stickycluster.internal.dispatch;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.engineio.Rate;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a connection, or a client behind a trusted proxy, is accepted.
 * <p>
 * A connection counts for its peer, and of its new sessions each but the first counts as
 * another new connection. One from a trusted proxy carries many clients, so it counts for
 * none; instead each WebSocket on it counts as a connection of its client, and each new
 * session as a new one. Thread-safe.
 */
public final class ConnectionLimits {

	private static final AttributeKey<Long> CLIENT = AttributeKey.valueOf(ConnectionLimits.class, "client");

	private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(ConnectionLimits.class, "used");

	private final LimitSettings settings;

	private final ToLongFunction<InetAddress> keys;

	private final Predicate<InetAddress> trusted;

	private final MemoryBudget budget;

	private volatile int maxConnections;

	private final AtomicInteger open = new AtomicInteger();

	private final @Nullable OpenConnections openOfClients;

	private final @Nullable NewConnections newOfClients;

	private final RefusedConnections refused = new RefusedConnections();

	/**
	 * Creates the limits of one public port.
	 * @param settings the limits
	 * @param keys tells an address's client key
	 * @param trusted whether an address is a trusted proxy's
	 */
	public ConnectionLimits(LimitSettings settings, ToLongFunction<InetAddress> keys, Predicate<InetAddress> trusted) {
		this(settings, keys, trusted, MemoryBudget.ofThisJvm(0));
	}

	/**
	 * Makes the limits of one public port.
	 * @param settings the limits
	 * @param keys tells an address's client key
	 * @param trusted whether an address is a trusted proxy's
	 * @param budget the memory that connections are charged to, the same as the workers'
	 */
	public ConnectionLimits(LimitSettings settings, ToLongFunction<InetAddress> keys, Predicate<InetAddress> trusted,
			MemoryBudget budget) {
		this.budget = budget;
		this.settings = settings;
		this.maxConnections = settings.maxConnections();
		this.keys = keys;
		this.trusted = trusted;
		int most = settings.maxConnectionsPerClient();
		this.openOfClients = (most > 0) ? new OpenConnections(most) : null;
		int perSecond = settings.newConnectionsPerClient();
		this.newOfClients = (perSecond > 0)
				? new NewConnections(Rate.of(perSecond, settings.newConnectionsBurst()), System::nanoTime) : null;
	}

	/**
	 * Changes how many connections may be open. Those that are open stay.
	 * @param most the most open connections, 0 for no limit
	 */
	public void maxConnections(int most) {
		this.maxConnections = most;
	}

	int maxConnections() {
		return this.maxConnections;
	}

	LimitSettings settings() {
		return this.settings;
	}

	MemoryBudget budget() {
		return this.budget;
	}

	/**
	 * Returns what has been refused.
	 * @return the counts
	 */
	public RefusedConnections refused() {
		return this.refused;
	}

	/**
	 * Whether an address's own connections count for no client.
	 */
	boolean isTrusted(InetAddress address) {
		return this.trusted.test(address);
	}

	/**
	 * Returns the client that an address counts for, or null if it counts for none.
	 */
	@Nullable Long keyOf(InetAddress address) {
		return isTrusted(address) ? null : this.keys.applyAsLong(address);
	}

	/**
	 * Lets an accepted connection in, to be counted until it is closed.
	 * @return why not, or null if it is let in
	 */
	@Nullable RefusalReason admit(Channel channel, InetAddress peer) {
		if (!reserve()) {
			return count(RefusalReason.MAX_CONNECTIONS);
		}
		Long client = keyOf(peer);
		RefusalReason refusal = (client != null) ? admitClient(client) : null;
		if (refusal == null) {
			channel.closeFuture().addListener((closed) -> onClosed(client));
		}
		else {
			this.open.decrementAndGet();
		}
		return count(refusal);
	}

	private @Nullable RefusalReason admitClient(Long client) {
		NewConnections rates = this.newOfClients;
		if (rates != null && !rates.take(client)) {
			return RefusalReason.NEW_CONNECTIONS_PER_CLIENT;
		}
		OpenConnections counts = this.openOfClients;
		return (counts == null || counts.open(client)) ? null : RefusalReason.MAX_CONNECTIONS_PER_CLIENT;
	}

	private void onClosed(@Nullable Long client) {
		this.open.decrementAndGet();
		if (client != null && this.openOfClients != null) {
			this.openOfClients.close(client);
		}
	}

	/**
	 * Lets a new session in that no connection of its client's has paid for, as one that
	 * came through a trusted proxy.
	 * @return why not, or null if it is let in
	 */
	@Nullable RefusalReason admitSession(InetAddress client) {
		NewConnections rates = this.newOfClients;
		boolean admitted = rates == null || isTrusted(client) || rates.take(this.keys.applyAsLong(client));
		return count(admitted ? null : RefusalReason.NEW_CONNECTIONS_PER_CLIENT);
	}

	/**
	 * Lets a new session in on a client's own connection, which has paid for the first.
	 * @param webSocket whether it is a WebSocket, behind which the connection has no
	 * further sessions: nothing is kept for it
	 * @return why not, or null if it is let in
	 */
	@Nullable RefusalReason admitSession(Channel channel, InetAddress peer, boolean webSocket) {
		if (this.newOfClients == null) {
			return null;
		}
		if (channel.hasAttr(USED)) {
			return admitSession(peer);
		}
		if (!webSocket) {
			channel.attr(USED).set(Boolean.TRUE);
		}
		return null;
	}

	/**
	 * Lets a WebSocket in that came through a trusted proxy, to be counted until its
	 * connection is closed.
	 * @return why not, or null if it is let in
	 */
	@Nullable RefusalReason admitWebSocket(Channel channel, InetAddress client) {
		OpenConnections counts = this.openOfClients;
		boolean admitted = counts == null || isTrusted(client) || open(counts, channel, this.keys.applyAsLong(client));
		return count(admitted ? null : RefusalReason.MAX_CONNECTIONS_PER_CLIENT);
	}

	/**
	 * A proxy's connection counts for one client only: for the last one, if an upgrade
	 * failed and the proxy used it for the next.
	 */
	private static boolean open(OpenConnections counts, Channel channel, Long client) {
		if (!counts.open(client)) {
			return false;
		}
		Long previous = channel.attr(CLIENT).getAndSet(client);
		if (previous != null) {
			counts.close(previous);
		}
		else {
			channel.closeFuture().addListener((closed) -> counts.close(channel.attr(CLIENT).get()));
		}
		return true;
	}

	private boolean reserve() {
		int most = this.maxConnections;
		if (this.open.incrementAndGet() <= most || most == 0) {
			return true;
		}
		this.open.decrementAndGet();
		return false;
	}

	private @Nullable RefusalReason count(@Nullable RefusalReason refusal) {
		if (refusal != null) {
			this.refused.add(refusal);
		}
		return refusal;
	}

}
