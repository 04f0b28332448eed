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

package io.github.stickycluster.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.Transport;
import io.github.stickycluster.engineio.EngineIoSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a netty-socketio {@link Configuration} shows but that do not rule
 * here, so that whoever changes them is told what does.
 */
final class MirroredSettings {

	private static final Map<String, Setting> SETTINGS = settings();

	private MirroredSettings() {
	}

	/**
	 * Shows the application's code what holds.
	 */
	static void show(EngineIoSettings settings, Configuration configuration) {
		configuration.setContext(settings.path());
		configuration.setPingInterval(Math.toIntExact(settings.pingInterval().toMillis()));
		configuration.setPingTimeout(Math.toIntExact(settings.pingTimeout().toMillis()));
		configuration.setUpgradeTimeout(Math.toIntExact(settings.upgradeTimeout().toMillis()));
		configuration.setMaxFramePayloadLength(settings.maxPayload());
		configuration.setMaxHttpContentLength(settings.maxPayload());
		configuration.setTransports(settings.transports().toArray(Transport[]::new));
		configuration.setHttpCompression(settings.httpCompression());
		configuration.setWebsocketCompression(settings.webSocketCompression());
	}

	/**
	 * Takes the values as they are.
	 */
	static Map<String, @Nullable Object> values(Configuration configuration) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		SETTINGS.forEach((name, setting) -> values.put(name, setting.getter().apply(configuration)));
		return values;
	}

	/**
	 * Refuses a configuration in which a value is another than before.
	 * @throws IgnoredSettingException naming the setting and what to use instead
	 */
	static void refuseChanges(Map<String, @Nullable Object> before, Configuration configuration) {
		SETTINGS.forEach((name, setting) -> {
			if (!Objects.equals(before.get(name), setting.getter().apply(configuration))) {
				throw new IgnoredSettingException(name, setting.instead());
			}
		});
	}

	private static Map<String, Setting> settings() {
		Map<String, Setting> settings = new LinkedHashMap<>();
		add(settings, "context", "socket-io.path", Configuration::getContext);
		add(settings, "pingInterval", "socket-io.ping-interval", Configuration::getPingInterval);
		add(settings, "pingTimeout", "socket-io.ping-timeout", Configuration::getPingTimeout);
		add(settings, "upgradeTimeout", "socket-io.upgrade-timeout", Configuration::getUpgradeTimeout);
		add(settings, "maxFramePayloadLength", "socket-io.max-payload", Configuration::getMaxFramePayloadLength);
		add(settings, "maxHttpContentLength", "socket-io.max-payload", Configuration::getMaxHttpContentLength);
		add(settings, "transports", "socket-io.transports",
				(configuration) -> List.copyOf(configuration.getTransports()));
		add(settings, "origin", "socket-io.allowed-origins", Configuration::getOrigin);
		add(settings, "httpCompression", "socket-io.http-compression", Configuration::isHttpCompression);
		add(settings, "websocketCompression", "socket-io.websocket-compression", Configuration::isWebsocketCompression);
		add(settings, "keyStore", "ssl.bundle", Configuration::getKeyStore);
		add(settings, "hostname", "address", Configuration::getHostname);
		add(settings, "port", "port", Configuration::getPort);
		add(settings, "workerThreads", "workers.threads", Configuration::getWorkerThreads);
		return settings;
	}

	private static void add(Map<String, Setting> settings, String name, String property,
			Function<Configuration, @Nullable Object> getter) {
		settings.put(name, new Setting("sticky-cluster." + property, getter));
	}

	private record Setting(String instead, Function<Configuration, @Nullable Object> getter) {

	}

}
