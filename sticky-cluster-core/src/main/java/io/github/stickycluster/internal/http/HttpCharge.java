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

package io.github.stickycluster.internal.http;

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.github.stickycluster.internal.budget.ConnectionCharge.Use;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;

/**
 * Charges a connection with what HTTP keeps for it: a head and a body that have not come
 * whole, requests that wait, and responses that the client does not read. It is told
 * after each read and after each request, and does next to nothing while nothing is kept.
 * Used on the channel's event loop.
 */
final class HttpCharge {

	private final ConnectionCharge connection;

	private final StrictRequestDecoder decoder;

	private int heap;

	private int direct;

	private Use use = Use.NONE;

	HttpCharge(ConnectionCharge connection, StrictRequestDecoder decoder) {
		this.connection = connection;
		this.decoder = decoder;
	}

	/**
	 * Begins to charge the connection.
	 * @param loop its event loop
	 * @param release frees what is kept before the connection is closed for it
	 */
	void begin(EventLoop loop, Runnable release) {
		this.connection.onClose(release);
		this.connection.join(loop);
	}

	/**
	 * Charges the difference to what was kept before.
	 * @param exchanges the heap of the requests that were decoded
	 * @param bodies the direct memory of their bodies
	 * @param use what the connection is to a session, which is charged with what is
	 * unsent
	 * @param channel the connection
	 */
	void update(int exchanges, int bodies, Use use, Channel channel) {
		int heap = this.decoder.heap() + exchanges;
		int direct = this.decoder.direct() + bodies;
		if (use == Use.NONE && !channel.isWritable()) {
			direct += unsent(channel);
		}
		if (heap != this.heap || direct != this.direct || use != this.use) {
			this.heap = heap;
			this.direct = direct;
			this.use = use;
			this.connection.http(heap, direct, use);
		}
	}

	private static int unsent(Channel channel) {
		ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
		return (unsent != null) ? (int) Math.min(unsent.totalPendingWriteBytes(), Integer.MAX_VALUE) : 0;
	}

	/** The connection leaves HTTP. */
	void end() {
		this.connection.leaveHttp();
	}

	ConnectionCharge connection() {
		return this.connection;
	}

}
