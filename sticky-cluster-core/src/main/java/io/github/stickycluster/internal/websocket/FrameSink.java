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

package io.github.stickycluster.internal.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Receives the frames of a WebSocket, in order; payloads are valid only during the call.
 */
public interface FrameSink {

	/**
	 * Takes a message or a fragment.
	 * @param opcode {@link Opcode#TEXT}, {@link Opcode#BINARY} or
	 * {@link Opcode#CONTINUATION}
	 * @param last whether it is the message's last fragment
	 * @param payload the payload
	 */
	void data(int opcode, boolean last, ByteBuf payload);

	/**
	 * Takes a ping.
	 * @param payload what the response is to carry
	 */
	void ping(ByteBuf payload);

	/**
	 * Takes a close frame.
	 * @param status the status, not positive or 1005 if there is none
	 */
	void close(int status);

}
