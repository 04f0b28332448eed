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

package io.github.stickycluster.internal.socketio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The namespaces of one worker that were made for clients, since the application has
 * declared a pattern for them. Thread-safe.
 * <p>
 * A namespace is here from the first client's CONNECT to the end of its last socket. It
 * is live while it has let a socket in, and only live ones are counted and found, so that
 * a client that is refused leaves nothing behind.
 */
public final class MadeNamespaces {

	/** Measured: the heap of a namespace and of a socket in it, without the name. */
	private static final int OBJECTS = 520;

	private final int most;

	private final AtomicInteger live = new AtomicInteger();

	private final ConcurrentMap<String, Made> namespaces = new ConcurrentHashMap<>();

	/**
	 * Creates the namespaces of a worker, of which there are none yet.
	 * @param most how many may be live, 1 or more
	 */
	public MadeNamespaces(int most) {
		this.most = most;
	}

	/**
	 * Returns a namespace for a client that asks for it, which is made if there is none.
	 * It stays until it is {@linkplain SocketIoNamespace#release released}.
	 * @param name the name, as the server names it
	 * @param pattern the pattern that was declared
	 * @param listener listens to the sockets of all namespaces of the pattern
	 * @return the namespace, which has let in no socket of the client yet
	 */
	public SocketIoNamespace hold(String name, NamespacePattern pattern, NamespaceListener listener) {
		return this.namespaces.compute(name, (key, present) -> {
			Made namespace = (present != null) ? present : new Made(name, pattern, listener);
			namespace.holders++;
			return namespace;
		});
	}

	/**
	 * Finds a live namespace.
	 * @param name the name, as the server names it
	 * @return the namespace, or {@code null} if there is none
	 */
	public @Nullable SocketIoNamespace find(String name) {
		Made namespace = this.namespaces.get(name);
		return (namespace != null && namespace.isLive()) ? namespace : null;
	}

	/**
	 * Counts the live namespaces.
	 * @return how many
	 */
	public int count() {
		return this.live.get();
	}

	/**
	 * Returns the live namespaces of a pattern.
	 * @param pattern the pattern
	 * @return those of now
	 */
	public Collection<SocketIoNamespace> of(String pattern) {
		List<SocketIoNamespace> found = new ArrayList<>();
		for (Made namespace : this.namespaces.values()) {
			if (namespace.isLive() && namespace.declaredName().equals(pattern)) {
				found.add(namespace);
			}
		}
		return found;
	}

	/** A namespace, whose counts are guarded by the map's lock of its name. */
	private final class Made extends SocketIoNamespace {

		private final NamespacePattern pattern;

		/** The sockets that ask for it or are in it. */
		private int holders;

		/** The sockets that it has let in. */
		private volatile int members;

		Made(String name, NamespacePattern pattern, NamespaceListener listener) {
			super(name, pattern.toString(), listener);
			this.pattern = pattern;
		}

		boolean isLive() {
			return this.members > 0;
		}

		@Override
		public Map<String, String> variables() {
			return this.pattern.variables(name());
		}

		@Override
		int cost() {
			return OBJECTS + 2 * name().length();
		}

		@Override
		boolean isMade() {
			return true;
		}

		@Override
		@SuppressWarnings("NonAtomicVolatileUpdate")
		boolean admit() {
			boolean[] admitted = new boolean[1];
			MadeNamespaces.this.namespaces.computeIfPresent(name(), (key, present) -> {
				admitted[0] = isLive() || MadeNamespaces.this.live.getAndIncrement() < MadeNamespaces.this.most;
				if (admitted[0]) {
					this.members++;
				}
				else {
					MadeNamespaces.this.live.getAndDecrement();
				}
				return present;
			});
			return admitted[0];
		}

		@Override
		@SuppressWarnings("NonAtomicVolatileUpdate")
		void release(boolean admitted) {
			MadeNamespaces.this.namespaces.computeIfPresent(name(), (key, present) -> {
				this.holders--;
				if (admitted) {
					this.members--;
					if (!isLive()) {
						MadeNamespaces.this.live.getAndDecrement();
					}
				}
				return (this.holders > 0) ? present : null;
			});
		}

	}

}
