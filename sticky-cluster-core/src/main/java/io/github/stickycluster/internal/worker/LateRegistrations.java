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

package io.github.stickycluster.internal.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.stickycluster.internal.nettysocketio.NamespaceChanges;
import io.github.stickycluster.internal.nettysocketio.ServerNamespaces;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces and listeners that the application adds to a worker's server at run
 * time. After a restart, they are added to the new server, after those of beans and
 * customizers. Thread-safe.
 * <p>
 * Removed registrations are dropped, so that this object keeps no more than the server
 * itself.
 */
public final class LateRegistrations {

	private final List<Change> changes = new ArrayList<>();

	private @Nullable Recorder present;

	/**
	 * Adds to a new server what was added to its predecessor, and follows the new one
	 * from now on. What is added to the predecessor afterwards is not kept.
	 * @param namespaces the new server's namespaces, with what belongs to each server
	 */
	synchronized void follow(ServerNamespaces namespaces) {
		Recorder recorder = new Recorder(namespaces.events());
		this.changes.forEach((change) -> change.action().accept(namespaces));
		this.present = recorder;
		namespaces.tellChanges(recorder);
	}

	/**
	 * A change.
	 *
	 * @param namespace the namespace that was changed
	 * @param event the event whose listener was added, if one was
	 * @param action does it again
	 */
	private record Change(String namespace, @Nullable String event, Consumer<ServerNamespaces> action) {

		boolean isOf(String namespace, String event) {
			return this.namespace.equals(namespace) && event.equals(this.event);
		}

	}

	/**
	 * Follows the changes of one server, as long as it is the worker's present one.
	 */
	private final class Recorder implements NamespaceChanges {

		/** The events of the namespaces that each server has from its start. */
		private final Map<String, Set<String>> early;

		Recorder(Map<String, Set<String>> early) {
			this.early = early;
		}

		@Override
		public void namespaceAdded(String namespace) {
			record(namespace, null, (namespaces) -> namespaces.create(namespace));
		}

		@Override
		public void namespaceRemoved(String namespace) {
			synchronized (LateRegistrations.this) {
				forget((change) -> change.namespace().equals(namespace));
				if (this.early.containsKey(namespace)) {
					record(namespace, null, (namespaces) -> namespaces.remove(namespace));
				}
			}
		}

		@Override
		public void listenerAdded(String namespace, @Nullable String event, Consumer<ServerNamespaces> addition) {
			record(namespace, event, addition);
		}

		@Override
		public void listenersRemoved(String namespace, String event) {
			synchronized (LateRegistrations.this) {
				forget((change) -> change.isOf(namespace, event));
				if (this.early.getOrDefault(namespace, Set.of()).contains(event)) {
					record(namespace, event, (namespaces) -> namespaces.create(namespace).removeAllListeners(event));
				}
			}
		}

		private void forget(Predicate<Change> which) {
			if (LateRegistrations.this.present == this) {
				LateRegistrations.this.changes.removeIf(which);
			}
		}

		private void record(String namespace, @Nullable String event, Consumer<ServerNamespaces> action) {
			synchronized (LateRegistrations.this) {
				if (LateRegistrations.this.present == this) {
					LateRegistrations.this.changes.add(new Change(namespace, event, action));
				}
			}
		}

	}

}
