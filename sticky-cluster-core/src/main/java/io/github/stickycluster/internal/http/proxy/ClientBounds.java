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

package io.github.stickycluster.internal.http.proxy;

import java.time.Duration;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Limits on what clients may use of a server to which requests are forwarded.
 *
 * @param minRequestRate the bytes of a body that a client must send in a second on
 * average, 0 for any
 * @param minResponseRate the bytes of a response that a client must read in a second on
 * average, 0 for any; event streams may be read as slowly as the client likes
 * @param patience how long a client may send or read nothing before the averages count
 * against it
 * @param maxRequests the most requests of one client under way, WebSockets and event
 * streams not counted; 0 for any number
 * @param maxRequestsInAll the most requests of all clients under way, of which a client
 * may have no more than are left; 0 for any number
 * @param maxWait how long one more may wait for its turn
 */
public record ClientBounds(long minRequestRate, long minResponseRate, Duration patience, int maxRequests,
		int maxRequestsInAll, Duration maxWait) {

	private static final int GIGABYTE = 1024 * 1024 * 1024;

	/** No bounds, for servers that have bounds of their own. */
	public static final ClientBounds NONE = new ClientBounds(0, 0, Duration.ZERO, 0, 0, Duration.ZERO);

	/**
	 * Checks every value that a user can choose.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if one is
	 * out of its range
	 */
	public ClientBounds {
		checkRate(minRequestRate);
		checkRate(minResponseRate);
		SettingChecks.inRange("web.max-requests-per-client", maxRequests, 0, 10_000_000);
		SettingChecks.inRange("web.max-requests", maxRequestsInAll, 0, 10_000_000);
	}

	private static void checkRate(long rate) {
		SettingChecks.check(rate >= 0 && rate <= GIGABYTE, "web.min-rate", rate + "B",
				"Use bytes per second from 0B to 1GB, such as 240B.");
	}

}
