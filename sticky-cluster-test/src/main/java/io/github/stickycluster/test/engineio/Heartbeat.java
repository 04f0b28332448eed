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

package io.github.stickycluster.test.engineio;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session alive and notices that the server is silent. In version 4 the server
 * pings, in version 3 the client.
 */
final class Heartbeat {

	private final EventLoop loop;

	private final EngineIoVersion version;

	private final Runnable ping;

	private final Runnable timeout;

	private @Nullable Handshake handshake;

	private @Nullable ScheduledFuture<?> nextPing;

	private @Nullable ScheduledFuture<?> deadline;

	Heartbeat(EventLoop loop, EngineIoVersion version, Runnable ping, Runnable timeout) {
		this.loop = loop;
		this.version = version;
		this.ping = ping;
		this.timeout = timeout;
	}

	void start(Handshake handshake) {
		this.handshake = handshake;
		if (this.version == EngineIoVersion.V3) {
			schedulePing(handshake);
		}
		else {
			expect(handshake.pingInterval().plus(handshake.pingTimeout()));
		}
	}

	/**
	 * Called with each ping of the server in version 4, and each pong in version 3.
	 */
	void heard() {
		stop();
		if (this.handshake != null) {
			start(this.handshake);
		}
	}

	private void schedulePing(Handshake handshake) {
		this.nextPing = this.loop.schedule(() -> {
			this.ping.run();
			expect(handshake.pingTimeout());
		}, handshake.pingInterval().toMillis(), TimeUnit.MILLISECONDS);
	}

	private void expect(Duration within) {
		this.deadline = this.loop.schedule(this.timeout, within.toMillis(), TimeUnit.MILLISECONDS);
	}

	void stop() {
		if (this.nextPing != null) {
			this.nextPing.cancel(false);
		}
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

}
