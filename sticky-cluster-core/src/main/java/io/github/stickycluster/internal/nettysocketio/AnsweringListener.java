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

import java.util.List;
import java.util.concurrent.CompletionStage;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import org.jspecify.annotations.Nullable;

/**
 * A listener whose client hears of its success and of its failure. After success the
 * event is acknowledged without arguments, unless the listener answers by itself; of a
 * failure the listener has told the client before it throws.
 */
public interface AnsweringListener extends MultiTypeEventListener {

	/**
	 * Returns whether the listener acknowledges the event itself, now or later.
	 * @return whether it does
	 */
	boolean answers();

	/**
	 * Returns how the client hears of events that reach no listener.
	 * @return the errors, the same for all listeners of a namespace
	 */
	EventErrors errors();

	/**
	 * Receives an event.
	 * @param client the client that sent it
	 * @param arguments its arguments
	 * @param ack its acknowledgement
	 * @return fails or succeeds as the listener does, after the client has heard of it,
	 * or {@code null} if the listener has succeeded already
	 * @throws RejectedEventException if the client is to blame
	 * @throws Exception if the listener fails
	 */
	@Nullable CompletionStage<?> onEvent(SocketIOClient client, List<Object> arguments, EventAck ack) throws Exception;

	/**
	 * Is not called: {@link #onEvent} is.
	 */
	@Override
	default void onData(SocketIOClient client, MultiTypeArgs data, AckRequest ackSender) {
		throw new UnsupportedOperationException("Called with an EventAck only");
	}

}
