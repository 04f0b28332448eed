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

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.github.stickycluster.internal.settings.SettingChecks;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of sessions, in total and for each client, for all workers of a JVM.
 * The client is identified by its own address, not by that of a proxy or node in between.
 * Sessions that are being opened at the same moment may go over a limit, by no more than
 * there are event loops. Thread-safe.
 */
public final class SessionLimits {

	private final ToLongFunction<InetAddress> keys;

	private final int most;

	private final int mostPerClient;

	private final AtomicInteger open = new AtomicInteger();

	private final ConcurrentMap<Long, Integer> ofClients = new ConcurrentHashMap<>();

	private final Map<SessionRefusal, LongAdder> refused = Arrays.stream(SessionRefusal.values())
		.collect(Collectors.toUnmodifiableMap((reason) -> reason, (reason) -> new LongAdder()));

	/**
	 * Makes limits.
	 * @param most the most sessions, 0 for no limit
	 * @param mostPerClient the most sessions of one client, 0 for no limit
	 * @param keys tells an address's client key
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if there
	 * are too many
	 */
	public SessionLimits(int most, int mostPerClient, ToLongFunction<InetAddress> keys) {
		SettingChecks.inRange("limits.max-sessions", most, 0, 10_000_000);
		this.most = most;
		this.mostPerClient = mostPerClient;
		this.keys = keys;
	}

	/** The client key of an address. */
	Long client(InetAddress address) {
		return this.keys.applyAsLong(address);
	}

	/**
	 * Decides whether a client may open a session more, and counts it if not.
	 * @param address its address
	 * @param memory whether there is memory for it
	 * @return why not, or {@code null} if it may
	 */
	@Nullable SessionRefusal refusal(InetAddress address, boolean memory) {
		SessionRefusal refusal = memory ? limit(address) : SessionRefusal.MEMORY;
		if (refusal != null) {
			counter(refusal).increment();
		}
		return refusal;
	}

	private @Nullable SessionRefusal limit(InetAddress address) {
		if (this.most > 0 && this.open.get() >= this.most) {
			return SessionRefusal.MAX_SESSIONS;
		}
		boolean over = this.mostPerClient > 0 && this.ofClients.getOrDefault(client(address), 0) >= this.mostPerClient;
		return over ? SessionRefusal.MAX_SESSIONS_PER_CLIENT : null;
	}

	/**
	 * Returns how many sessions were refused for a reason.
	 * @param reason the reason
	 * @return refusals since the start
	 */
	public long refused(SessionRefusal reason) {
		return counter(reason).sum();
	}

	private LongAdder counter(SessionRefusal reason) {
		return Objects.requireNonNull(this.refused.get(reason));
	}

	void opened(InetAddress address) {
		this.open.incrementAndGet();
		if (this.mostPerClient > 0) {
			this.ofClients.merge(client(address), 1, Integer::sum);
		}
	}

	void ended(InetAddress address) {
		this.open.decrementAndGet();
		if (this.mostPerClient > 0) {
			this.ofClients.computeIfPresent(client(address), (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

}
