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

import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.jspecify.annotations.Nullable;

/**
 * Accompanies the calls of the application's listeners, as to time or to trace them.
 * <p>
 * Called on the thread that calls the listeners, of the event loop or not: an observer is
 * thread-safe, does not block and does not throw. Namespaces are as clients write them;
 * the event's name is one that the application listens to, or {@value #CONNECT} or
 * {@value #DISCONNECT}.
 */
public interface ListenerObserver {

	/** Names the call of a namespace's connect listeners. */
	String CONNECT = "connect";

	/** Names the call of a namespace's disconnect listeners. */
	String DISCONNECT = "disconnect";

	/**
	 * Listeners are about to be called.
	 * @param namespace the namespace
	 * @param event the event's name
	 * @param socket the client's socket
	 * @return what {@link #end} is to be given, if anything
	 */
	@Nullable Object begin(String namespace, String event, SocketIoSocket socket);

	/**
	 * The listeners have returned; called once for each {@link #begin}, on the same
	 * thread.
	 * @param begun what {@link #begin} returned
	 * @param namespace the namespace
	 * @param event the event's name
	 * @param nanos how long they took, in nanoseconds
	 * @param failure what a listener threw, or {@code null}
	 */
	void end(@Nullable Object begun, String namespace, String event, long nanos, @Nullable Throwable failure);

}
