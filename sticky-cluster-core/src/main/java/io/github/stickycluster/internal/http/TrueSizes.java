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

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.MessageSizeEstimator;

/**
 * Estimates the true memory of a channel's pending messages for its outbound buffer.
 * Netty's own estimate is the number of bytes and 96 more, while 20 bytes in a buffer of
 * their own take 400. Immutable and shared.
 */
public final class TrueSizes implements MessageSizeEstimator, MessageSizeEstimator.Handle {

	public static final TrueSizes INSTANCE = new TrueSizes();

	/** What the outbound buffer adds to each size by itself. */
	static final int ADDED_BY_NETTY = 96;

	private TrueSizes() {
	}

	@Override
	public Handle newHandle() {
		return this;
	}

	@Override
	public int size(Object message) {
		if (!(message instanceof ByteBuf buffer)) {
			return DefaultMessageSizeEstimator.DEFAULT.newHandle().size(message);
		}
		int objects = (buffer.unwrap() != null) ? Costs.DUPLICATE : Costs.BUFFER;
		return Costs.room(buffer) + objects + Costs.CHANNEL_ENTRY - ADDED_BY_NETTY;
	}

}
