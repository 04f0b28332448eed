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

package io.github.stickycluster.socketio;

import java.util.Map;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.engineio.EncodedPacket;

/**
 * A socket as the cluster sees it: it takes what was encoded once for many. Every client
 * of our workers is one. Thread-safe.
 */
public interface ClusterSocket extends SocketIOClient {

	/**
	 * Sends an event that was encoded for all its receivers.
	 * @param event the event; the caller keeps its own reference
	 */
	void emit(EncodedPacket event);

	/**
	 * Sends an event and asks for its acknowledgement.
	 * @param event the event with its arguments
	 * @param compress whether it may be compressed
	 * @param callback told the acknowledgement, or that none will come; on any thread
	 * @return what cancels the waiting, after which the callback is not called any more
	 */
	Runnable emitWithAck(JsonPayload event, boolean compress, PayloadCallback callback);

	/**
	 * Returns what the application has set by {@link SocketIOClient#set}.
	 * @return a copy
	 */
	Map<String, Object> data();

	/**
	 * Closes the client's session, in all namespaces.
	 */
	void closeSession();

}
