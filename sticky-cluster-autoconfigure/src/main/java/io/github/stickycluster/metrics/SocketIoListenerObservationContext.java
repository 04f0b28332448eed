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

package io.github.stickycluster.metrics;

import com.corundumstudio.socketio.SocketIOClient;
import io.micrometer.observation.Observation;

/**
 * The {@link Observation.Context} of a call of an event's listeners.
 *
 * @since 0.1.0
 */
public final class SocketIoListenerObservationContext extends Observation.Context {

	private final String workerId;

	private final String namespace;

	private final String event;

	private final SocketIOClient client;

	/**
	 * Creates the context of one call.
	 * @param workerId the id of the client's worker
	 * @param namespace the namespace as clients write it
	 * @param event the event's name
	 * @param client the client that the listeners get
	 */
	public SocketIoListenerObservationContext(String workerId, String namespace, String event, SocketIOClient client) {
		this.workerId = workerId;
		this.namespace = namespace;
		this.event = event;
		this.client = client;
	}

	/**
	 * Returns the id of the client's worker.
	 * @return the id
	 */
	public String getWorkerId() {
		return this.workerId;
	}

	/**
	 * Returns the namespace as clients write it.
	 * @return the namespace, {@code /} for the default one; {@code other} where
	 * {@link #getEvent} returns {@code other}
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * Returns the event's name.
	 * @return the name; {@code connect} for connect listeners, {@code disconnect} for
	 * disconnect listeners, and {@code other} for events beyond the first 200
	 */
	public String getEvent() {
		return this.event;
	}

	/**
	 * Returns the client.
	 * @return the client that the listeners get
	 */
	public SocketIOClient getClient() {
		return this.client;
	}

}
