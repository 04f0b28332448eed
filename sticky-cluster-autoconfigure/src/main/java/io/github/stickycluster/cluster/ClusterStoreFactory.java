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

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.store.Store;
import com.corundumstudio.socketio.store.StoreFactory;
import com.corundumstudio.socketio.store.pubsub.PubSubListener;
import com.corundumstudio.socketio.store.pubsub.PubSubMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubStore;
import com.corundumstudio.socketio.store.pubsub.PubSubType;
import io.github.stickycluster.socketio.SocketData;
import io.github.stickycluster.worker.NamespaceSource;

/**
 * Makes a worker's namespaces part of the cluster, and keeps each session's data in
 * memory, since sessions never move to another worker.
 * <p>
 * Nothing is published: who is in which room is the business of the worker that holds the
 * socket, and copies of that elsewhere would outlive a crashed one.
 */
final class ClusterStoreFactory implements StoreFactory, NamespaceSource {

	private static final PubSubStore NOTHING = new NoPublication();

	private final ClusterAdapter link;

	ClusterStoreFactory(ClusterAdapter link) {
		this.link = link;
	}

	@Override
	public Namespace namespace(String name, Configuration configuration) {
		return new ClusterNamespace(name, configuration, this.link);
	}

	@Override
	public PubSubStore pubSubStore() {
		return NOTHING;
	}

	@Override
	public <K, V> Map<K, V> createMap(String name) {
		return new ConcurrentHashMap<>();
	}

	@Override
	public Store createStore(UUID sessionId) {
		return new SocketData();
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

	private static final class NoPublication implements PubSubStore {

		@Override
		public void publish(PubSubType type, PubSubMessage message) {
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
