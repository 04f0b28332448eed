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

package io.github.stickycluster.engineio;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many sessions there are, in all and of one client; shared by the workers of
 * a JVM. A client is known by its real address, whatever proxy or node its request came
 * through. Sessions that are being opened at the same moment may go over a limit, by no
 * more than there are event loops. Thread-safe.
 */
public final class SessionLimits {

	private final ToLongFunction<InetAddress> keys;

	private final int most;

	private final int mostPerClient;

	private final AtomicInteger open = new AtomicInteger();

	private final ConcurrentMap<Long, Integer> ofClients = new ConcurrentHashMap<>();

	/**
	 * Makes limits.
	 * @param most the most sessions, 0 for no limit
	 * @param mostPerClient the most sessions of one client, 0 for no limit
	 * @param keys tells an address's client key
	 */
	public SessionLimits(int most, int mostPerClient, ToLongFunction<InetAddress> keys) {
		this.most = most;
		this.mostPerClient = mostPerClient;
		this.keys = keys;
	}

	/** The client key of an address. */
	Long client(InetAddress address) {
		return this.keys.applyAsLong(address);
	}

	/**
	 * Decides whether a client may open a session more.
	 * @param address its address
	 * @return the status to refuse it with, or {@code null} if it may
	 */
	@Nullable HttpResponseStatus refusal(InetAddress address) {
		if (this.most > 0 && this.open.get() >= this.most) {
			return HttpResponseStatus.SERVICE_UNAVAILABLE;
		}
		boolean over = this.mostPerClient > 0 && this.ofClients.getOrDefault(client(address), 0) >= this.mostPerClient;
		return over ? HttpResponseStatus.TOO_MANY_REQUESTS : null;
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
