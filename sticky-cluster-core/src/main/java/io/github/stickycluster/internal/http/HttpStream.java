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

import io.netty.handler.codec.http.HttpContent;

/**
 * Receives the body of one request in the parts in which it arrives, to forward it.
 * Called on the connection's event loop.
 */
public interface HttpStream {

	/**
	 * Takes the next part of the body.
	 * @param content the part, which the callee releases; the last one is a
	 * {@link io.netty.handler.codec.http.LastHttpContent}
	 */
	void onContent(HttpContent content);

	/**
	 * Notes that the client has read so much of the response that more may be written.
	 */
	void onWritable();

	/**
	 * Notes that the request has broken off before its response was complete: nothing
	 * more comes, and nothing that is written arrives.
	 */
	void onAbort();

}
