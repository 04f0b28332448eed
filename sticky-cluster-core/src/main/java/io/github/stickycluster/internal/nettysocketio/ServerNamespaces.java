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

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.internal.socketio.SocketIoNamespace;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of one server, by the server's names of them. Thread-safe.
 */
public final class ServerNamespaces {

	private final Configuration configuration;

	private final ServerContext context;

	private final ConcurrentMap<String, NamespaceView> namespaces = new ConcurrentHashMap<>();

	private final NamespaceView main;

	private volatile NamespaceChanges changes = NamespaceChanges.NONE;

	private volatile Interceptors interceptors = Interceptors.NONE;

	/**
	 * Creates the namespaces of a server: the default one.
	 * @param configuration holds the exception listener and the ack mode
	 * @param context what they share
	 */
	public ServerNamespaces(Configuration configuration, ServerContext context) {
		this.configuration = configuration;
		this.context = context;
		this.main = new NamespaceView(Namespaces.DEFAULT, configuration, context);
		this.namespaces.put(Namespaces.DEFAULT, this.main);
	}

	/**
	 * Returns the default namespace.
	 * @return the namespace, also if it was removed
	 */
	public SocketIONamespace main() {
		return this.main;
	}

	/**
	 * Returns a namespace, which is added if there is none of the name.
	 * @param name the name
	 * @return the namespace
	 */
	public SocketIONamespace create(String name) {
		NamespaceView present = this.namespaces.get(name);
		return (present != null) ? present : add(name, new NamespaceView(name, this.configuration, this.context));
	}

	private NamespaceView add(String name, NamespaceView fresh) {
		NamespaceChanges told = this.changes;
		fresh.tellChanges(told);
		fresh.intercept(this.interceptors);
		NamespaceView other = this.namespaces.putIfAbsent(name, fresh);
		if (other == null) {
			told.namespaceAdded(name);
		}
		return (other != null) ? other : fresh;
	}

	/**
	 * Finds a namespace.
	 * @param name the name
	 * @return the namespace, or {@code null} if there is none of the name
	 */
	public @Nullable SocketIONamespace get(String name) {
		return this.namespaces.get(name);
	}

	/**
	 * Finds the core of a namespace.
	 * @param name the name
	 * @return the namespace, or {@code null} if there is none of the name
	 */
	public @Nullable SocketIoNamespace find(String name) {
		NamespaceView view = this.namespaces.get(name);
		return (view != null) ? view.namespace() : null;
	}

	/**
	 * Removes a namespace and disconnects its clients, those of this worker alone.
	 * @param name the name
	 */
	public void remove(String name) {
		NamespaceView removed = this.namespaces.remove(name);
		if (removed != null) {
			removed.tellChanges(NamespaceChanges.NONE);
			this.changes.namespaceRemoved(name);
			removed.namespace().sockets().forEach(SocketIoSocket::disconnect);
		}
	}

	/**
	 * Returns all namespaces.
	 * @return a view
	 */
	public Collection<SocketIONamespace> all() {
		return Collections.unmodifiableCollection(this.namespaces.values());
	}

	/**
	 * Sets what intercepts the clients of all namespaces, before the server starts.
	 * @param interceptors the interceptors
	 */
	public void intercept(Interceptors interceptors) {
		this.interceptors = interceptors;
		this.namespaces.values().forEach((namespace) -> namespace.intercept(interceptors));
	}

	/**
	 * Sets who is told what is changed from now on.
	 * @param changes told after each change, on the thread that made it
	 */
	public void tellChanges(NamespaceChanges changes) {
		this.changes = changes;
		this.namespaces.values().forEach((namespace) -> namespace.tellChanges(changes));
	}

	/**
	 * Returns the events that have listeners.
	 * @return the events of now, by namespace
	 */
	public Map<String, Set<String>> events() {
		Map<String, Set<String>> events = new HashMap<>();
		this.namespaces.forEach((name, namespace) -> events.put(name, namespace.events()));
		return events;
	}

}
