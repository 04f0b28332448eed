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

import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.engineio.HandshakeHooks;
import io.github.stickycluster.internal.engineio.SessionLimits;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of every worker's Engine.IO server.
 *
 * @param engineIo the Engine.IO settings
 * @param maxAttachments the most binary attachments of a packet received, 0 to 10,000
 * @param maxNamespaces the most namespaces that a worker makes for clients, 1 or more
 * @param jsonMapper reads and writes the events' arguments
 * @param budget the memory that clients may make this JVM keep
 * @param sessions bounds the sessions of this JVM
 * @param handshakes the application's part in handshakes
 */
public record EngineSettings(EngineIoSettings engineIo, int maxAttachments, int maxNamespaces, JsonMapper jsonMapper,
		MemoryBudget budget, SessionLimits sessions, HandshakeHooks handshakes) {

	/**
	 * Creates the settings of an application that takes no part in handshakes.
	 * @param engineIo the Engine.IO settings
	 * @param maxAttachments the most binary attachments of a packet received, 0 to 10,000
	 * @param maxNamespaces the most namespaces that a worker makes for clients, 1 or more
	 * @param jsonMapper reads and writes the events' arguments
	 * @param budget the memory that clients may make this JVM keep
	 * @param sessions bounds the sessions of this JVM
	 */
	public EngineSettings(EngineIoSettings engineIo, int maxAttachments, int maxNamespaces, JsonMapper jsonMapper,
			MemoryBudget budget, SessionLimits sessions) {
		this(engineIo, maxAttachments, maxNamespaces, jsonMapper, budget, sessions, HandshakeHooks.NONE);
	}

	/**
	 * Adds the application's part in handshakes.
	 * @param hooks its part
	 * @return new settings
	 */
	public EngineSettings with(HandshakeHooks hooks) {
		return new EngineSettings(this.engineIo, this.maxAttachments, this.maxNamespaces, this.jsonMapper, this.budget,
				this.sessions, hooks);
	}

}
