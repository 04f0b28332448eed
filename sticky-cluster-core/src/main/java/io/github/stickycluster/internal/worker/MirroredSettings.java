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

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.HttpRequestDecoderConfiguration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.Transport;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.transport.IoTransport;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all {@link ConfigurationSetting}s, with which a later change of an
 * ignored setting is detected and refused.
 */
final class MirroredSettings {

	private static final String EARLIER = "Set it in customize(Configuration, String), which is called before the "
			+ "server is made.";

	private final Map<ConfigurationSetting, @Nullable Object> values = new EnumMap<>(ConfigurationSetting.class);

	private final SocketConfig socket;

	private final HttpRequestDecoderConfiguration decoder;

	private MirroredSettings(Configuration configuration) {
		for (ConfigurationSetting setting : ConfigurationSetting.values()) {
			this.values.put(setting, setting.valueIn(configuration));
		}
		this.socket = configuration.getSocketConfig();
		this.decoder = configuration.getHttpRequestDecoderConfiguration();
	}

	/**
	 * Shows the values that hold in a configuration, and no value where the worker does
	 * not know it.
	 */
	static void show(EngineIoSettings settings, IoTransport transport, int threads, Configuration configuration) {
		configuration.setContext(settings.path());
		configuration.setPingInterval(Math.toIntExact(settings.pingInterval().toMillis()));
		configuration.setPingTimeout(Math.toIntExact(settings.pingTimeout().toMillis()));
		configuration.setUpgradeTimeout(Math.toIntExact(settings.upgradeTimeout().toMillis()));
		configuration.setMaxFramePayloadLength(settings.maxPayload());
		configuration.setMaxHttpContentLength(settings.maxPayload());
		configuration.setTransports(transports(settings));
		configuration.setHttpCompression(settings.httpCompression());
		configuration.setWebsocketCompression(settings.webSocketCompression());
		configuration.setRandomSession(true);
		configuration.setAddVersionHeader(false);
		configuration.setFirstDataTimeout(0);
		configuration.setBossThreads(1);
		configuration.setWorkerThreads(threads);
		configuration.setUseLinuxNativeEpoll(transport == IoTransport.EPOLL);
		configuration.setKeyStoreFormat(null);
		configuration.setKeyManagerFactoryAlgorithm(null);
		configuration.setTrustStoreFormat(null);
		configuration.setSSLProtocol(null);
	}

	private static Transport[] transports(EngineIoSettings settings) {
		return settings.transports()
			.stream()
			.map((transport) -> Transport.valueOf(transport.name()))
			.toArray(Transport[]::new);
	}

	/**
	 * Takes the values as they are.
	 */
	static MirroredSettings of(Configuration configuration) {
		return new MirroredSettings(configuration);
	}

	/**
	 * Refuses a change of a setting that rules nothing.
	 * @throws IgnoredSettingException naming the setting and what to do instead
	 */
	void refuseIgnored(Configuration configuration) {
		for (ConfigurationSetting setting : ConfigurationSetting.values()) {
			String instead = setting.instead();
			if (instead != null && differs(setting, configuration)) {
				throw new IgnoredSettingException(setting.toString(), instead);
			}
		}
	}

	/**
	 * Refuses a change of any setting, for a configuration whose server has been made.
	 * @throws IgnoredSettingException naming the setting and what to do instead
	 */
	void refuseAny(Configuration configuration) {
		for (ConfigurationSetting setting : ConfigurationSetting.values()) {
			if (differs(setting, configuration)) {
				throw new IgnoredSettingException(setting.toString(),
						Objects.requireNonNullElse(setting.instead(), EARLIER));
			}
		}
	}

	private boolean differs(ConfigurationSetting setting, Configuration configuration) {
		Object value = setting.valueIn(configuration);
		return !Objects.equals(this.values.get(setting), value)
				&& !(isReplaced(setting.part(), configuration) && isStocksDefault(setting, value));
	}

	private boolean isReplaced(ConfigurationSetting.Part part, Configuration configuration) {
		return switch (part) {
			case SERVER -> false;
			case SOCKET -> configuration.getSocketConfig() != this.socket;
			case DECODER -> configuration.getHttpRequestDecoderConfiguration() != this.decoder;
		};
	}

	/**
	 * Where the application replaces a part with one of its own, only what differs from
	 * netty-socketio's defaults was set by the application.
	 */
	private static boolean isStocksDefault(ConfigurationSetting setting, @Nullable Object value) {
		return Objects.equals(setting.valueIn(new Configuration()), value);
	}

}
