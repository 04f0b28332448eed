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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a client has sent after a request whose response is not complete, in
 * order; owns them. Used on the channel's event loop.
 */
final class PipelinedMessages {

	/**
	 * A request of 20 bytes takes hundreds when it is decoded; browsers send none ahead.
	 */
	private static final int MOST_REQUESTS = 64;

	/** Made when needed, since most clients await their response. */
	private @Nullable Deque<HttpObject> parts;

	private int requests;

	private int heap;

	private int direct;

	/** The buffer that the last part of a body was read into. */
	private @Nullable ByteBuf read;

	boolean isEmpty() {
		return this.parts == null;
	}

	/**
	 * Adds a part.
	 * @param part the part, taken over
	 */
	@SuppressWarnings("ReferenceEquality")
	void add(HttpObject part) {
		this.requests += (part instanceof HttpRequest) ? 1 : 0;
		Deque<HttpObject> parts = this.parts;
		if (parts == null) {
			parts = new ArrayDeque<>(4);
			this.parts = parts;
		}
		parts.add(part);
		this.heap += Costs.SLOT + HttpCosts.heap(part);
		ByteBuf read = HttpCosts.read(part);
		if (read != null && read != this.read) {
			this.read = read;
			this.direct += read.capacity();
		}
	}

	/** The heap that the parts take, in bytes. */
	int heap() {
		return this.heap;
	}

	/** The direct memory that the parts keep from being freed, in bytes. */
	int direct() {
		return this.direct;
	}

	/**
	 * Whether a part may wait with the others for a response.
	 * @param part the part
	 * @return whether it begins no more requests than a client may send ahead
	 */
	boolean hasRoomFor(HttpObject part) {
		return this.requests < MOST_REQUESTS || !(part instanceof HttpRequest);
	}

	/**
	 * Hands out everything, in order; what must wait again may be added meanwhile.
	 * @param taker takes over the parts
	 */
	void moveTo(Consumer<HttpObject> taker) {
		Deque<HttpObject> parts = this.parts;
		this.parts = null;
		this.requests = 0;
		this.heap = 0;
		this.direct = 0;
		this.read = null;
		if (parts != null) {
			for (HttpObject part = parts.poll(); part != null; part = parts.poll()) {
				taker.accept(part);
			}
		}
	}

}
