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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import io.github.stickycluster.internal.socketio.MadeNamespaces;
import io.github.stickycluster.internal.socketio.NamespacePattern;
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

	/** The most specific first; replaced, never changed. */
	private volatile List<NamespacePattern> patterns = List.of();

	private final MadeNamespaces made;

	private final NamespaceView main;

	private volatile NamespaceChanges changes = NamespaceChanges.NONE;

	private volatile Interceptors interceptors = Interceptors.NONE;

	private volatile @Nullable ClientGuard guard;

	/**
	 * Creates the namespaces of a server: the default one.
	 * @param configuration holds the exception listener and the ack mode
	 * @param context what they share
	 * @param mostMade how many namespaces may be made for clients by the application's
	 * patterns, 1 or more
	 */
	public ServerNamespaces(Configuration configuration, ServerContext context, int mostMade) {
		this.configuration = configuration;
		this.context = context;
		this.made = new MadeNamespaces(mostMade);
		this.main = new NamespaceView(Namespaces.DEFAULT, null, configuration, context);
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
	 * @param name the name, or a pattern of names such as {@code /tenant-{id}}
	 * @return the namespace
	 * @throws IllegalArgumentException if the pattern is malformed, or has the names of
	 * another one
	 */
	public SocketIONamespace create(String name) {
		NamespaceView present = this.namespaces.get(name);
		if (present != null) {
			return present;
		}
		if (!NamespacePattern.isPattern(name)) {
			return add(name, null);
		}
		addPattern(NamespacePattern.of(name));
		return add(name, this.made);
	}

	private synchronized void addPattern(NamespacePattern added) {
		List<NamespacePattern> more = new ArrayList<>(List.of(added));
		for (NamespacePattern pattern : this.patterns) {
			if (!pattern.hasNamesOf(added)) {
				more.add(pattern);
			}
			else if (!pattern.toString().equals(added.toString())) {
				throw new IllegalArgumentException("The patterns of namespaces '" + pattern + "' and '" + added
						+ "' have the same names. Give their variables the same names");
			}
		}
		more.sort(NamespacePattern.MOST_SPECIFIC_FIRST);
		this.patterns = List.copyOf(more);
	}

	private SocketIONamespace add(String name, @Nullable MadeNamespaces made) {
		NamespaceView fresh = new NamespaceView(name, made, this.configuration, this.context);
		NamespaceChanges told = this.changes;
		fresh.tellChanges(told);
		fresh.intercept(this.interceptors);
		fresh.guard(this.guard);
		NamespaceView other = this.namespaces.putIfAbsent(name, fresh);
		if (other != null) {
			return other;
		}
		told.namespaceAdded(name);
		disconnect(this.made.find(name));
		return fresh;
	}

	/**
	 * Finds a namespace.
	 * @param name the name; of a namespace that was made for clients, it is found while
	 * it has one
	 * @return the namespace or pattern, or {@code null} if there is none of the name
	 */
	public @Nullable SocketIONamespace get(String name) {
		NamespaceView declared = this.namespaces.get(name);
		if (declared != null) {
			return declared;
		}
		SocketIoNamespace found = this.made.find(name);
		NamespaceView pattern = (found != null) ? this.namespaces.get(found.declaredName()) : null;
		return (found != null && pattern != null) ? pattern.of(found) : null;
	}

	/**
	 * Counts the namespaces in use that were made for clients by a pattern.
	 * @return how many
	 */
	public int made() {
		return this.made.count();
	}

	/**
	 * Returns the namespace that a client asks for. One that is made for clients is held
	 * until it is released.
	 * @param name the name
	 * @return the namespace, or {@code null} if there is none of the name and no pattern
	 * has it
	 */
	public @Nullable SocketIoNamespace enter(String name) {
		NamespaceView declared = this.namespaces.get(name);
		if (declared != null) {
			return declared.isPattern() ? null : declared.namespace();
		}
		for (NamespacePattern pattern : this.patterns) {
			NamespaceView view = pattern.matches(name) ? this.namespaces.get(pattern.toString()) : null;
			if (view != null) {
				return this.made.hold(name, pattern, view);
			}
		}
		return null;
	}

	/**
	 * Finds the cores of namespaces.
	 * @param name the name, or a pattern for all that were made by it
	 * @return the namespaces of now that have the name
	 */
	public Collection<SocketIoNamespace> find(String name) {
		NamespaceView declared = this.namespaces.get(name);
		if (declared != null) {
			return declared.isPattern() ? this.made.of(name) : List.of(declared.namespace());
		}
		SocketIoNamespace found = this.made.find(name);
		return (found != null) ? List.of(found) : List.of();
	}

	/**
	 * Removes a namespace and disconnects its clients, those of this worker alone.
	 * @param name the name, or a pattern
	 */
	public void remove(String name) {
		Collection<SocketIoNamespace> found = find(name);
		NamespaceView removed = this.namespaces.remove(name);
		if (removed != null) {
			removed.tellChanges(NamespaceChanges.NONE);
			this.changes.namespaceRemoved(name);
			removePattern(name);
		}
		found.forEach(ServerNamespaces::disconnect);
	}

	private synchronized void removePattern(String name) {
		this.patterns = this.patterns.stream().filter((pattern) -> !pattern.toString().equals(name)).toList();
	}

	private static void disconnect(@Nullable SocketIoNamespace namespace) {
		if (namespace != null) {
			namespace.sockets().forEach(SocketIoSocket::disconnect);
		}
	}

	/**
	 * Returns all namespaces that the application has declared, patterns among them.
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
	 * Sets what finds out who the clients of all namespaces are, before the server
	 * starts.
	 * @param guard the guard
	 */
	public void guard(ClientGuard guard) {
		this.guard = guard;
		this.namespaces.values().forEach((namespace) -> namespace.guard(guard));
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
