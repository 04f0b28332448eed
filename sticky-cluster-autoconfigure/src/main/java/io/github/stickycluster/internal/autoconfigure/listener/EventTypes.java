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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.internal.socketio.SocketIoJson;

/**
 * The types of each event's arguments, which all listeners of the event must share, since
 * the arguments are read only once.
 */
final class EventTypes {

	private final Map<Event, Declaration> declarations = new LinkedHashMap<>();

	/**
	 * Takes what a listener declares. One may take fewer arguments than another, but not
	 * others.
	 * @throws InvalidSocketIoListenerException if it contradicts an earlier one
	 */
	void declare(String namespace, String event, SocketIoListener listener) {
		Declaration declaration = new Declaration(listener, listener.dataTypes());
		this.declarations.merge(new Event(namespace, event), declaration, Declaration::merge);
	}

	/**
	 * Checks that a server's JSON can read what is declared.
	 * @throws InvalidSocketIoListenerException if it cannot
	 */
	void checkOn(SocketIoJson json) {
		this.declarations.values()
			.forEach((declaration) -> ListenerChecks.readable(declaration.listener().describe(), declaration.types(),
					json));
	}

	/**
	 * Tells a server's JSON, which so far knows what the last listener of each event
	 * declared, and that without generic types.
	 */
	void registerOn(SocketIoJson json) {
		this.declarations
			.forEach((event, declaration) -> json.addEventTypes(event.namespace(), event.name(), declaration.types()));
	}

	private record Event(String namespace, String name) {

	}

	private record Declaration(SocketIoListener listener, List<Type> types) {

		private Declaration merge(Declaration other) {
			boolean otherIsLonger = other.types.size() > this.types.size();
			Declaration longer = otherIsLonger ? other : this;
			Declaration shorter = otherIsLonger ? this : other;
			if (!longer.types.subList(0, shorter.types.size()).equals(shorter.types)) {
				throw new InvalidSocketIoListenerException(other.listener.describe(),
						"it declares other argument types than " + this.listener.describe()
								+ ", which listens to the same event",
						"Declare the same types in both, or one type such as JsonNode that fits both.");
			}
			return longer;
		}

	}

}
