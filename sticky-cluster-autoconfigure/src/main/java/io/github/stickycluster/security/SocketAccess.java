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

package io.github.stickycluster.security;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for: to connect to a namespace, or that listeners receive an event.
 * The object of an {@code AuthorizationManager} and of an
 * {@code AuthenticationManagerResolver}. Immutable.
 *
 * @param client the client, which is in no namespace yet if it connects
 * @param namespace the namespace as clients write it, such as {@code /tenant-7}
 * @param handshake the client's handshake, with what it sent as {@code auth}
 * @param event the name of the event, or {@code null} if the client connects
 * @param arguments the arguments of the event as its listeners declare them; empty if the
 * client connects
 * @param variables the variables of the rule's patterns, such as {@code id} for
 * {@code /tenant-{id}}; empty before a rule has matched
 * @since 0.1.0
 */
public record SocketAccess(SocketIOClient client, String namespace, Handshake handshake, @Nullable String event,
		List<@Nullable Object> arguments, Map<String, String> variables) {

	/**
	 * Creates an immutable description.
	 */
	public SocketAccess {
		arguments = Collections.unmodifiableList(arguments);
		variables = Collections.unmodifiableMap(variables);
	}

	/**
	 * Returns whether the client connects to the namespace.
	 * @return whether it does; if not, it sends an event
	 */
	public boolean isConnect() {
		return this.event == null;
	}

	/**
	 * Returns a variable of the rule's patterns.
	 * @param name the name of the variable
	 * @return its value
	 * @throws IllegalArgumentException if the patterns have no such variable
	 */
	public String variable(String name) {
		String value = this.variables.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The patterns of the rule have no variable '" + name + "'");
		}
		return value;
	}

	SocketAccess with(Map<String, String> variables) {
		return new SocketAccess(this.client, this.namespace, this.handshake, this.event, this.arguments, variables);
	}

	/**
	 * Names the client and what it asks for, without what may be secret.
	 */
	@Override
	public String toString() {
		return (this.event != null) ? "event '" + this.event + "' in " + this.namespace
				: "connect to " + this.namespace;
	}

}
