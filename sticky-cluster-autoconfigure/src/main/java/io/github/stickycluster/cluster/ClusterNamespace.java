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

package io.github.stickycluster.cluster;

import java.util.Set;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import io.github.stickycluster.socketio.ArgumentChecks;
import io.github.stickycluster.socketio.SocketIoNamespace;

/**
 * A namespace of one worker whose operations reach the clients of the whole cluster.
 */
final class ClusterNamespace extends SocketIoNamespace {

	private final ClusterAdapter link;

	private final BroadcastTarget everybody;

	ClusterNamespace(String name, Configuration configuration, ClusterAdapter link) {
		super(name, configuration);
		this.link = link;
		this.everybody = BroadcastTarget.all(name);
	}

	@Override
	public BroadcastOperations getBroadcastOperations() {
		return new ClusterOperations(this.link, this.everybody);
	}

	@Override
	public BroadcastOperations getRoomOperations(String room) {
		return new ClusterOperations(this.link, in(room));
	}

	private BroadcastTarget in(String room) {
		return this.everybody.to(Set.of(ArgumentChecks.present(room, "room")));
	}

	/**
	 * Unlike stock, which sends once per room, reaches a client in several of the rooms
	 * once.
	 * @throws IllegalArgumentException if there is no room, or {@code null} for one
	 */
	@Override
	public BroadcastOperations getRoomOperations(String... rooms) {
		return new ClusterOperations(this.link, this.everybody.to(ArgumentChecks.someRooms(rooms)));
	}

	/**
	 * Counts a room's clients in this JVM: other nodes cannot be asked without waiting.
	 */
	@Override
	public int getRoomClientsInCluster(String room) {
		return Math.toIntExact(this.link.sockets().count(in(room)));
	}

	@Override
	public boolean equals(Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
