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

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.worker.IgnoredSettingException;

/**
 * Customizes the netty-socketio server of each worker. Beans of this type are called in
 * their order, for each worker, and again for each restart of a worker.
 *
 * @since 0.1.0
 */
public interface SocketIoServerCustomizer {

	/**
	 * Customizes the configuration before the worker's server is created.
	 * <p>
	 * Set the authorization listener, the exception listener and the ack mode here. All
	 * other settings follow from the application's properties: a change of one of them
	 * fails start-up with an {@link IgnoredSettingException} that names the property to
	 * use. Setting the value that is in effect already is allowed.
	 * @param configuration the configuration of this worker
	 * @param workerId the worker's id
	 */
	default void customize(Configuration configuration, String workerId) {
	}

	/**
	 * Customizes the server after the listeners of the application's beans have been
	 * registered, and before the server starts.
	 * <p>
	 * The server belongs to one worker. Its {@code getAllClients()} and
	 * {@code getClient(uuid)}, and those of its namespaces, return only clients of this
	 * worker. Its broadcast operations send to the clients of the whole cluster. Inject
	 * {@code SocketCluster} to reach other clients; {@code local()} selects those of this
	 * JVM.
	 * <p>
	 * A restart of the worker creates a new server and calls this method with it.
	 * Namespaces and listeners that were added or removed at run time are added to or
	 * removed from the new server as well. An application that keeps a reference to the
	 * server must keep the newest for each worker id.
	 * @param server the server of this worker
	 * @param workerId the worker's id
	 */
	default void customize(SocketIOServer server, String workerId) {
	}

}
