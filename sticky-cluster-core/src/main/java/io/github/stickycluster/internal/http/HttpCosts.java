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

import java.util.Iterator;
import java.util.Map;

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The memory that decoded parts of requests take.
 */
final class HttpCosts {

	private HttpCosts() {
	}

	/**
	 * Adds up the heap of a request's head.
	 * @param request the request
	 * @return bytes
	 */
	static int heap(HttpRequest request) {
		int bytes = Costs.REQUEST + request.uri().length();
		Iterator<Map.Entry<CharSequence, CharSequence>> fields = request.headers().iteratorCharSequence();
		while (fields.hasNext()) {
			Map.Entry<CharSequence, CharSequence> field = fields.next();
			bytes += Costs.FIELD + field.getKey().length() + field.getValue().length();
		}
		return bytes;
	}

	/**
	 * Returns the heap of a part of a request.
	 * @param part the part
	 * @return bytes
	 */
	static int heap(HttpObject part) {
		return (part instanceof HttpRequest request) ? heap(request) : Costs.BUFFER;
	}

	/**
	 * Returns the memory that a part of a body keeps from being freed, which is that of
	 * all that was read with it.
	 * @param part the part
	 * @return the buffer that was read, or {@code null} if the part keeps none
	 */
	static @Nullable ByteBuf read(HttpObject part) {
		if (!(part instanceof HttpContent content) || content.content().capacity() == 0) {
			return null;
		}
		ByteBuf buffer = content.content();
		for (ByteBuf next = buffer.unwrap(); next != null; next = next.unwrap()) {
			buffer = next;
		}
		return buffer;
	}

}
