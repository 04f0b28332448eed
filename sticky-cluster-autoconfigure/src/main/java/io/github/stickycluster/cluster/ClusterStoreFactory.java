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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.store.MemoryStore;
import com.corundumstudio.socketio.store.Store;
import com.corundumstudio.socketio.store.StoreFactory;
import com.corundumstudio.socketio.store.pubsub.DispatchMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubListener;
import com.corundumstudio.socketio.store.pubsub.PubSubMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubStore;
import com.corundumstudio.socketio.store.pubsub.PubSubType;

/**
 * Lets netty-socketio's own room and namespace operations on one worker reach the clients
 * of all others.
 * <p>
 * Rooms belong to the worker that holds the socket: joins and leaves are not copied,
 * since copies become ghosts when a worker dies.
 */
final class ClusterStoreFactory implements StoreFactory {

	private final PubSubStore broadcasts;

	ClusterStoreFactory(Consumer<Broadcast> others) {
		this.broadcasts = new BroadcastPublisher(others);
	}

	@Override
	public PubSubStore pubSubStore() {
		return this.broadcasts;
	}

	@Override
	public <K, V> Map<K, V> createMap(String name) {
		return new ConcurrentHashMap<>();
	}

	@Override
	public Store createStore(UUID sessionId) {
		return new MemoryStore();
	}

	@Override
	public void init(NamespacesHub namespacesHub, AuthorizeHandler authorizeHandler, JsonSupport jsonSupport) {
	}

	@Override
	public void onDisconnect(ClientHead client) {
	}

	@Override
	public void shutdown() {
	}

	@Override
	public String toString() {
		return "sticky-cluster";
	}

	private record BroadcastPublisher(Consumer<Broadcast> others) implements PubSubStore {

		@Override
		public void publish(PubSubType type, PubSubMessage message) {
			if (message instanceof DispatchMessage dispatch) {
				this.others.accept(broadcast(dispatch));
			}
		}

		/**
		 * Takes what it needs out of the packet, which netty-socketio goes on changing. A
		 * broadcast to a whole namespace names the namespace as its room.
		 */
		private static Broadcast broadcast(DispatchMessage message) {
			Packet packet = message.getPacket();
			boolean wholeNamespace = message.getRoom().equals(message.getNamespace());
			Set<String> rooms = wholeNamespace ? Set.of() : Set.of(message.getRoom());
			List<Object> args = packet.getData();
			return new Broadcast(message.getNamespace(), rooms, Set.of(), packet.getName(), args);
		}

		@Override
		public <T extends PubSubMessage> void subscribe(PubSubType type, PubSubListener<T> listener, Class<T> clazz) {
		}

		@Override
		public void unsubscribe(PubSubType type) {
		}

		@Override
		public void shutdown() {
		}

	}

}
