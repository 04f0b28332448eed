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

import java.util.HashSet;
import java.util.Locale;
import java.util.function.Function;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.HttpRequestDecoderConfiguration;
import com.corundumstudio.socketio.SocketConfig;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a netty-socketio 2.0.14 {@link Configuration}, by the names of their
 * setters, each ignored one with the property to use instead.
 */
enum ConfigurationSetting {

	// Honoured

	ACK_MODE(null, Configuration::getAckMode),

	AUTHORIZATION_LISTENER(null, Configuration::getAuthorizationListener),

	EXCEPTION_LISTENER(null, Configuration::getExceptionListener),

	// Socket.IO

	JSON_SUPPORT("Define a bean of type tools.jackson.databind.json.JsonMapper instead.",
			Configuration::getJsonSupport),

	CONTEXT(property("socket-io.path"), Configuration::getContext),

	PING_INTERVAL(property("socket-io.ping-interval"), Configuration::getPingInterval),

	PING_TIMEOUT(property("socket-io.ping-timeout"), Configuration::getPingTimeout),

	UPGRADE_TIMEOUT(alone("an upgrade to WebSocket may take 10 seconds"), Configuration::getUpgradeTimeout),

	MAX_FRAME_PAYLOAD_LENGTH(property("socket-io.max-payload"), Configuration::getMaxFramePayloadLength),

	MAX_HTTP_CONTENT_LENGTH(property("socket-io.max-payload"), Configuration::getMaxHttpContentLength),

	TRANSPORTS(property("socket-io.transports"), (configuration) -> new HashSet<>(configuration.getTransports())),

	HTTP_COMPRESSION(property("socket-io.compression"), Configuration::isHttpCompression),

	WEBSOCKET_COMPRESSION(property("socket-io.compression"), Configuration::isWebsocketCompression),

	RANDOM_SESSION(alone("session ids are random and never the client's choice"), Configuration::isRandomSession),

	STORE_FACTORY("Remove the call: the data of a client stays in the memory of its worker. To connect nodes, set the "
			+ "property 'sticky-cluster.bus.type' instead.", Configuration::getStoreFactory),

	PACKAGE_PREFIX(alone("netty-socketio itself does not read it"), Configuration::getPackagePrefix),

	// The public port and HTTP

	HOSTNAME(property("address"), Configuration::getHostname),

	PORT(property("port"), Configuration::getPort),

	ORIGIN(property("socket-io.allowed-origins"), Configuration::getOrigin),

	ENABLE_CORS(property("socket-io.allowed-origins"), Configuration::isEnableCors),

	ALLOW_HEADERS(alone("pages of the origins in 'sticky-cluster.socket-io.allowed-origins' may send any header field"),
			Configuration::getAllowHeaders),

	ALLOW_CUSTOM_REQUESTS(property("web.forward"), Configuration::isAllowCustomRequests),

	ADD_VERSION_HEADER(alone("no response has the header field 'Socketio-version'"), Configuration::isAddVersionHeader),

	FIRST_DATA_TIMEOUT(property("limits.request-head-timeout"), Configuration::getFirstDataTimeout),

	HTTP_REQUEST_DECODER_CONFIGURATION(property("limits.request-head-size"),
			(configuration) -> configuration.getHttpRequestDecoderConfiguration() != null),

	MAX_INITIAL_LINE_LENGTH(Part.DECODER, property("limits.request-head-size"),
			decoder(HttpRequestDecoderConfiguration::getMaxInitialLineLength)),

	MAX_HEADER_SIZE(Part.DECODER, property("limits.request-head-size"),
			decoder(HttpRequestDecoderConfiguration::getMaxHeaderSize)),

	MAX_CHUNK_SIZE(Part.DECODER, alone("a body is read in the pieces in which it arrives"),
			decoder(HttpRequestDecoderConfiguration::getMaxChunkSize)),

	// Threads and memory

	WORKER_THREADS(property("workers.threads"), Configuration::getWorkerThreads),

	BOSS_THREADS(
			alone("one thread accepts all connections; 'sticky-cluster.workers.count' and "
					+ "'sticky-cluster.workers.threads' say how many threads serve them"),
			Configuration::getBossThreads),

	USE_LINUX_NATIVE_EPOLL(property("io-transport"), Configuration::isUseLinuxNativeEpoll),

	PREFER_DIRECT_BUFFER("Start the JVM with '-Dio.netty.noPreferDirect=true' instead.",
			Configuration::isPreferDirectBuffer),

	// TLS

	KEY_STORE(bundle(), Configuration::getKeyStore),

	KEY_STORE_PASSWORD(bundle(), Configuration::getKeyStorePassword),

	KEY_STORE_FORMAT(bundle(), Configuration::getKeyStoreFormat),

	KEY_MANAGER_FACTORY_ALGORITHM(bundle(), Configuration::getKeyManagerFactoryAlgorithm),

	TRUST_STORE(bundle(), Configuration::getTrustStore),

	TRUST_STORE_PASSWORD(bundle(), Configuration::getTrustStorePassword),

	TRUST_STORE_FORMAT(bundle(), Configuration::getTrustStoreFormat),

	SSL_PROTOCOL(bundle(), Configuration::getSSLProtocol),

	NEED_CLIENT_AUTH(property("ssl.client-auth"), Configuration::isNeedClientAuth),

	// TCP

	SOCKET_CONFIG(tcp(), (configuration) -> configuration.getSocketConfig() != null),

	TCP_NO_DELAY(Part.SOCKET, tcp(), socket(SocketConfig::isTcpNoDelay)),

	TCP_KEEP_ALIVE(Part.SOCKET, tcp(), socket(SocketConfig::isTcpKeepAlive)),

	TCP_SEND_BUFFER_SIZE(Part.SOCKET, tcp(), socket(SocketConfig::getTcpSendBufferSize)),

	TCP_RECEIVE_BUFFER_SIZE(Part.SOCKET, tcp(), socket(SocketConfig::getTcpReceiveBufferSize)),

	SO_LINGER(Part.SOCKET, tcp(), socket(SocketConfig::getSoLinger)),

	REUSE_ADDRESS(Part.SOCKET, tcp(), socket(SocketConfig::isReuseAddress)),

	ACCEPT_BACK_LOG(Part.SOCKET, tcp(), socket(SocketConfig::getAcceptBackLog)),

	WRITE_BUFFER_WATER_MARK_LOW(Part.SOCKET, tcp(), socket(SocketConfig::getWriteBufferWaterMarkLow)),

	WRITE_BUFFER_WATER_MARK_HIGH(Part.SOCKET, tcp(), socket(SocketConfig::getWriteBufferWaterMarkHigh));

	/**
	 * The object that has a setting.
	 */
	enum Part {

		SERVER, SOCKET, DECODER

	}

	private final Part part;

	private final @Nullable String instead;

	/** A getter, which holds no state. */
	@SuppressWarnings("ImmutableEnumChecker")
	private final Function<Configuration, @Nullable Object> value;

	ConfigurationSetting(@Nullable String instead, Function<Configuration, @Nullable Object> value) {
		this(Part.SERVER, instead, value);
	}

	ConfigurationSetting(Part part, @Nullable String instead, Function<Configuration, @Nullable Object> value) {
		this.part = part;
		this.instead = instead;
		this.value = value;
	}

	Part part() {
		return this.part;
	}

	/**
	 * Returns the advice for an ignored setting, or {@code null} if the setting takes
	 * effect.
	 */
	@Nullable String instead() {
		return this.instead;
	}

	@Nullable Object valueIn(Configuration configuration) {
		return this.value.apply(configuration);
	}

	private static Function<Configuration, @Nullable Object> socket(Function<SocketConfig, Object> value) {
		return (configuration) -> value.apply(configuration.getSocketConfig());
	}

	private static Function<Configuration, @Nullable Object> decoder(
			Function<HttpRequestDecoderConfiguration, Object> value) {
		return (configuration) -> value.apply(configuration.getHttpRequestDecoderConfiguration());
	}

	private static String property(String name) {
		return "Set the property 'sticky-cluster." + name + "' instead.";
	}

	private static String alone(String reason) {
		return "Remove the call: " + reason + ".";
	}

	private static String bundle() {
		return "Define an SSL bundle under 'spring.ssl.bundle' and name it in 'sticky-cluster.ssl.bundle' instead.";
	}

	private static String tcp() {
		return alone("the dispatcher accepts the clients' connections, with TCP_NODELAY, SO_KEEPALIVE, SO_REUSEADDR, "
				+ "a backlog of 1024 and the buffers that the system chooses");
	}

	/**
	 * The name of the setting, as its setter has it.
	 */
	@Override
	public String toString() {
		StringBuilder name = new StringBuilder();
		for (String word : name().split("_", -1)) {
			name.append(name.isEmpty() ? Character.toLowerCase(word.charAt(0)) : word.charAt(0))
				.append(word.substring(1).toLowerCase(Locale.ROOT));
		}
		return name.toString();
	}

}
