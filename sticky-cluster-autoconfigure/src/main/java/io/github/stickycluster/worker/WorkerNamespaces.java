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

package io.github.stickycluster.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.github.stickycluster.socketio.NamespaceChanges;
import io.github.stickycluster.socketio.SocketIoNamespace;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of one worker, made by its {@link NamespaceSource} if it has one.
 */
final class WorkerNamespaces extends NamespacesHub {

	private final Configuration configuration;

	private final NamespaceSource source;

	private final ConcurrentMap<String, SocketIONamespace> namespaces = new ConcurrentHashMap<>();

	private volatile Changes changes = Changes.NONE;

	WorkerNamespaces(Configuration configuration) {
		super(configuration);
		this.configuration = configuration;
		this.source = (configuration.getStoreFactory() instanceof NamespaceSource factory) ? factory
				: SocketIoNamespace::new;
	}

	@Override
	public Namespace create(String name) {
		Namespace present = get(name);
		return (present != null) ? present : add(name, this.source.namespace(name, this.configuration));
	}

	private Namespace add(String name, Namespace fresh) {
		tellChanges(fresh, this.changes);
		SocketIONamespace other = this.namespaces.putIfAbsent(name, fresh);
		if (other == null) {
			this.changes.namespaceAdded(name);
		}
		return (other != null) ? (Namespace) other : fresh;
	}

	/**
	 * Sets who is told what is changed from now on.
	 */
	void tellChanges(Changes changes) {
		this.changes = changes;
		this.namespaces.values().forEach((namespace) -> tellChanges(namespace, changes));
	}

	private static void tellChanges(SocketIONamespace namespace, NamespaceChanges changes) {
		if (namespace instanceof SocketIoNamespace telling) {
			telling.tellChanges(changes);
		}
	}

	/**
	 * Returns the events that have listeners, by namespace.
	 */
	Map<String, Set<String>> events() {
		Map<String, Set<String>> events = new HashMap<>();
		this.namespaces.forEach((name, namespace) -> events.put(name,
				(namespace instanceof SocketIoNamespace telling) ? telling.events() : Set.of()));
		return events;
	}

	@Override
	@SuppressWarnings("NullAway")
	public @Nullable Namespace get(String name) {
		return (Namespace) this.namespaces.get(name);
	}

	/**
	 * Removes a namespace and disconnects its clients, those of this worker alone.
	 */
	@Override
	public void remove(String name) {
		SocketIONamespace removed = this.namespaces.remove(name);
		if (removed != null) {
			tellChanges(removed, NamespaceChanges.NONE);
			this.changes.namespaceRemoved(name);
			removed.getAllClients().forEach(SocketIOClient::disconnect);
		}
	}

	@Override
	public Collection<SocketIONamespace> getAllNamespaces() {
		return this.namespaces.values();
	}

	@Override
	public Iterable<SocketIOClient> getRoomClients(String room) {
		List<SocketIOClient> clients = new ArrayList<>();
		for (SocketIONamespace namespace : this.namespaces.values()) {
			((Namespace) namespace).getRoomClients(room).forEach(clients::add);
		}
		return clients;
	}

	/**
	 * Told what the application changes.
	 */
	interface Changes extends NamespaceChanges {

		/** Tells nobody. */
		Changes NONE = new Changes() {

			@Override
			public void namespaceAdded(String namespace) {
			}

			@Override
			public void namespaceRemoved(String namespace) {
			}

			@Override
			public void listenerAdded(String namespace, @Nullable String event, Consumer<SocketIONamespace> addition) {
			}

			@Override
			public void listenersRemoved(String namespace, String event) {
			}

		};

		/**
		 * A namespace was added.
		 * @param namespace its name
		 */
		void namespaceAdded(String namespace);

		/**
		 * A namespace was removed, with its listeners.
		 * @param namespace its name
		 */
		void namespaceRemoved(String namespace);

	}

}
