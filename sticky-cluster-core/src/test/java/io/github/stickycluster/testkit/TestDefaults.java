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

package io.github.stickycluster.testkit;

import java.time.Duration;

import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.dispatch.ClientAddressSettings;
import io.github.stickycluster.internal.dispatch.LimitSettings;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.engineio.SessionLimits;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.supervision.OperationSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of an application that sets nothing, for tests without an application. The
 * defaults are those of {@code StickyClusterProperties}, and {@code DefaultsTests} holds
 * these to them.
 */
public final class TestDefaults {

	/** But for the number of connections, which depends on the process. */
	public static final LimitSettings LIMITS = new LimitSettings(0, 10_000, 1_000, 10_000, 8_192,
			Duration.ofSeconds(10), Duration.ofSeconds(60));

	public static final OperationSettings OPERATIONS = new OperationSettings(Duration.ofSeconds(2),
			Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(1), 6);

	public static final ClientAddressSettings CLIENT_ADDRESS = new ClientAddressSettings(TrustedProxies.NONE,
			"X-Forwarded-For", ProxyProtocol.OFF);

	public static final EngineIoSettings ENGINE_IO = EngineIoSettingsBuilder.create().build();

	/** The whole IPv4 address, and the network of an IPv6 address. */
	public static final ClientKey CLIENT_KEY = new ClientKey(32, 64);

	/** That of the JavaScript parser. */
	/** Of the namespaces that a worker makes for clients. */
	public static final int MAX_NAMESPACES = 3;

	private static final int MAX_ATTACHMENTS = 10;

	private TestDefaults() {
	}

	/**
	 * Makes an engine's settings with the default budget and limits.
	 * @param engineIo the Engine.IO settings
	 * @return the settings
	 */
	public static EngineSettings engine(EngineIoSettings engineIo) {
		return new EngineSettings(engineIo, MAX_ATTACHMENTS, MAX_NAMESPACES, JsonMapper.shared(),
				MemoryBudget.ofThisJvm(0), new SessionLimits(0, LIMITS.maxConnectionsPerClient(), CLIENT_KEY::of));
	}

}
