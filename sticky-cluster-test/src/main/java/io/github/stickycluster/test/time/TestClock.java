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

package io.github.stickycluster.test.time;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import io.netty.channel.EventLoopGroup;

/**
 * The time of the server and of the clients of a test. It passes as usual, and the test
 * can let more of it pass at once:
 *
 * <pre class="code">
 * client.faults().goSilent();
 * clock.advance(Duration.ofSeconds(45));
 * client.expectDisconnect(DisconnectReason.PING_TIMEOUT);
 * </pre>
 *
 * The event loops of the server and of its clients keep this time: heartbeats and their
 * timeouts, the timeouts of acks, of the connect to a namespace, of the upgrade to a
 * WebSocket and of HTTP requests, and the rate of events. All else keeps the system's
 * time: the application's own code, the supervision of workers, the membership of the
 * cluster, and the timeouts of the test itself.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TestClock {

	private final ShiftedTicker ticker = new ShiftedTicker();

	/**
	 * Creates a clock of the present time. The clock of an application's context is a
	 * bean.
	 */
	public TestClock() {
	}

	/**
	 * Lets time pass. It passes from one due timer to the next, and clients with this
	 * clock answer before the next is due. So a client that answers heartbeats stays
	 * connected, however much time passes. Other clients, such as a browser, have only a
	 * moment of the system's time to answer.
	 * @param time the time, zero or more
	 * @throws IllegalArgumentException if the time is negative
	 * @throws IllegalStateException if a listener blocks an event loop for 10 s, or calls
	 * this method
	 */
	public void advance(Duration time) {
		this.ticker.advance(time);
	}

	/**
	 * Creates event loops that keep this time.
	 * @param threads the number of event loops
	 * @param factory creates their threads
	 * @return the event loops, for channels of Netty's NIO transport; the caller shuts
	 * them down
	 */
	public EventLoopGroup newEventLoops(int threads, ThreadFactory factory) {
		return IoTransport.NIO.newGroup(threads, factory, (failure) -> {
		}, this.ticker);
	}

	ShiftedTicker ticker() {
		return this.ticker;
	}

}
