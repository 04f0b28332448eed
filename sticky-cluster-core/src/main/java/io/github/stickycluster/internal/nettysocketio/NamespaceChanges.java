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

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Listener for the application's changes of a server's namespaces. Called after each
 * change, on the thread that made it. Namespaces are as the server names them.
 */
public interface NamespaceChanges {

	/** Tells nobody. */
	NamespaceChanges NONE = new NamespaceChanges() {
	};

	/**
	 * A namespace was added.
	 * @param namespace its name
	 */
	default void namespaceAdded(String namespace) {
	}

	/**
	 * A namespace was removed, with its listeners.
	 * @param namespace its name
	 */
	default void namespaceRemoved(String namespace) {
	}

	/**
	 * A listener was added.
	 * @param namespace the namespace
	 * @param event the event that it listens to, or {@code null} for another listener
	 * @param addition adds the listener to the namespace of the same name of other ones
	 */
	default void listenerAdded(String namespace, @Nullable String event, Consumer<ServerNamespaces> addition) {
	}

	/**
	 * The listeners of an event were removed.
	 * @param namespace the namespace
	 * @param event the event
	 */
	default void listenersRemoved(String namespace, String event) {
	}

}
