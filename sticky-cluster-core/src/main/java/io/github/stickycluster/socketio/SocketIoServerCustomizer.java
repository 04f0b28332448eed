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
 * Changes what a worker's netty-socketio server is made of; beans of this type are called
 * for every worker, in their order, and again when a worker is restarted.
 */
public interface SocketIoServerCustomizer {

	/**
	 * Called before the worker's server is made.
	 * <p>
	 * The authorization listener, the exception listener and the ack mode are the
	 * application's to set. All other settings belong to the application's properties or
	 * to the cluster: a change of one of them fails start-up with an
	 * {@link IgnoredSettingException} that names the property to use. A value that holds
	 * anyway is accepted.
	 * @param configuration the worker's own configuration
	 * @param workerId the worker's id
	 */
	default void customize(Configuration configuration, String workerId) {
	}

	/**
	 * Called after the listeners of the application's beans have been added and before
	 * the server starts.
	 * <p>
	 * The server is one worker's: {@code getAllClients()} and {@code getClient(uuid)},
	 * its own and those of its namespaces, know the clients of this worker alone, while
	 * its operations send to the clients of the whole cluster. Inject
	 * {@code SocketCluster} for the others: {@code local()} selects those of this JVM.
	 * <p>
	 * Namespaces and listeners that are added or removed later, while the server runs,
	 * are so again after the worker's restart, in a server of its own: this method is
	 * called with it, so keep the newest for each worker id.
	 * @param server the worker's own server
	 * @param workerId the worker's id
	 */
	default void customize(SocketIOServer server, String workerId) {
	}

}
