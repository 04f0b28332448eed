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

package io.github.stickycluster.internal.nettysocketio;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.socketio.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients of what interceptors throw. Thread-safe.
 */
public interface InterceptorErrors {

	/**
	 * Tells a client that its event was rejected.
	 * @param client the client
	 * @param ack the event's acknowledgement
	 * @param failure what the interceptor has thrown
	 * @return what is to be thrown instead: the failure, or a
	 * {@link RejectedEventException} if the client is to blame
	 */
	Throwable tell(SocketIOClient client, EventAck ack, Throwable failure);

	/**
	 * Describes why a client may not connect.
	 * @param failure what the interceptor has thrown
	 * @return the refusal, or {@code null} if the client is not to blame
	 */
	@Nullable Refusal refusal(Exception failure);

}
