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

import java.util.function.Consumer;

import com.corundumstudio.socketio.SocketIONamespace;
import org.jspecify.annotations.Nullable;

/**
 * Told what the application changes in a namespace that is in use.
 */
public interface NamespaceChanges {

	/** Tells nobody. */
	NamespaceChanges NONE = new NamespaceChanges() {

		@Override
		public void listenerAdded(String namespace, @Nullable String event, Consumer<SocketIONamespace> addition) {
		}

		@Override
		public void listenersRemoved(String namespace, String event) {
		}

	};

	/**
	 * A listener was added.
	 * @param namespace the namespace, as the server names it
	 * @param event the event that it listens to, or {@code null} for another listener
	 * @param addition adds the listener to another namespace
	 */
	void listenerAdded(String namespace, @Nullable String event, Consumer<SocketIONamespace> addition);

	/**
	 * The listeners of an event were removed.
	 * @param namespace the namespace, as the server names it
	 * @param event the event
	 */
	void listenersRemoved(String namespace, String event);

}
