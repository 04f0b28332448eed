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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AuthorizationListener;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.HttpRequestDecoderConfiguration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.listener.ExceptionListener;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.testkit.SeparateLinks;
import io.github.stickycluster.testkit.TestDefaults;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Every setter of netty-socketio's settings, found by reflection: what a
 * {@link SocketIoServerCustomizer} sets is honoured or refused, and never ignored.
 */
class EverySettingTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Pattern PROPERTY = Pattern.compile("'(sticky-cluster\\.[a-z0-9.-]+)'");

	/** Shown to be in force by {@link #honoursWhatIsTheApplications()}. */
	private static final Set<String> HONOURED = Set.of("setAckMode", "setAuthorizationListener",
			"setExceptionListener");

	/** What no property can change: the fix says so. */
	private static final Set<String> WITHOUT_PROPERTY = Set.of("setAcceptBackLog", "setAddVersionHeader",
			"setJsonSupport", "setMaxChunkSize", "setPackagePrefix", "setPreferDirectBuffer", "setRandomSession",
			"setReuseAddress", "setSoLinger", "setSocketConfig", "setTcpKeepAlive", "setTcpNoDelay",
			"setTcpReceiveBufferSize", "setTcpSendBufferSize", "setUpgradeTimeout", "setWriteBufferWaterMarkHigh",
			"setWriteBufferWaterMarkLow");

	@ParameterizedTest
	@MethodSource("settings")
	void isHonouredOrRefused(Setting setting) throws IOException {
		if (HONOURED.contains(setting.name())) {
			assertThatNoException().isThrownBy(() -> create(configuring(setting::change)));
			return;
		}
		assertThatExceptionOfType(IgnoredSettingException.class).isThrownBy(() -> create(configuring(setting::change)))
			.satisfies((refusal) -> {
				assertThat(refusal).hasMessageContaining("'" + setting.refusedAs() + "'");
				List<String> named = PROPERTY.matcher(refusal.fix()).results().map((match) -> match.group(1)).toList();
				assertThat(named.isEmpty()).as(refusal.fix()).isEqualTo(WITHOUT_PROPERTY.contains(setting.name()));
				assertThat(properties()).containsAll(named);
			});
	}

	@ParameterizedTest
	@MethodSource("settings")
	void isRefusedOnceTheServerIsMade(Setting setting) {
		assertThatExceptionOfType(IgnoredSettingException.class)
			.isThrownBy(() -> create(serving((server) -> setting.change(server.getConfiguration()))))
			.withMessageContaining("'" + setting.refusedAs() + "'");
	}

	@Test
	void honoursWhatIsTheApplications() {
		List<String> asked = new ArrayList<>();
		AuthorizationListener authorization = something(AuthorizationListener.class, asked);
		ExceptionListener exceptions = something(ExceptionListener.class, asked);
		LocalWorker worker = create(configuring((configuration) -> {
			configuration.setAckMode(AckMode.MANUAL);
			configuration.setAuthorizationListener(authorization);
			configuration.setExceptionListener(exceptions);
		}));
		Configuration held = worker.server().getConfiguration();
		assertThat(held.getAckMode()).isEqualTo(AckMode.MANUAL);
		assertThat(held.getAuthorizationListener()).isSameAs(authorization);
		held.getExceptionListener()
			.onEventException(new IllegalStateException(), List.of(), something(SocketIOClient.class, asked));
		assertThat(asked).containsExactly("onEventException");
	}

	@Test
	void acceptsWhatHoldsAnyway() {
		assertThatNoException().isThrownBy(() -> create(configuring((configuration) -> {
			SocketConfig options = new SocketConfig();
			options.setReuseAddress(true);
			options.setTcpNoDelay(true);
			configuration.setSocketConfig(options);
			configuration.setHttpRequestDecoderConfiguration(new HttpRequestDecoderConfiguration());
			configuration.setContext("/socket.io");
			configuration.setTransports(Transport.POLLING, Transport.WEBSOCKET);
			configuration.setRandomSession(true);
			configuration.setBossThreads(1);
			configuration.setUseLinuxNativeEpoll(IoTransport.preferred() == IoTransport.EPOLL);
		})));
	}

	@Test
	void refusesAnotherPipelineFactory() {
		assertThatExceptionOfType(IgnoredSettingException.class)
			.isThrownBy(() -> create(serving((server) -> server.setPipelineFactory(new Pipelines()))))
			.withMessageContaining("'pipelineFactory'");
	}

	@Test
	void theServerHasNoOtherSetter() {
		assertThat(SocketIOServer.class.getMethods()).extracting(Method::getName)
			.filteredOn((name) -> name.startsWith("set"))
			.containsExactly("setPipelineFactory");
	}

	static Stream<Setting> settings() {
		return Stream.of(Configuration.class, SocketConfig.class, HttpRequestDecoderConfiguration.class)
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.filter((method) -> method.getName().startsWith("set"))
			.map(Setting::new);
	}

	private static Set<String> properties() throws IOException {
		Set<String> names = new HashSet<>();
		for (JsonNode property : JsonMapper.shared().readTree(Files.readString(METADATA)).path("properties")) {
			if (!property.has("deprecation")) {
				names.add(property.path("name").asString());
			}
		}
		return names;
	}

	private static LocalWorker create(SocketIoServerCustomizer customizer) {
		EngineSettings engine = TestDefaults.engine(TestDefaults.ENGINE_IO);
		WorkerFactory factory = new WorkerFactory(IoTransport.preferred(), engine, new SeparateLinks(),
				List.of(customizer), (server) -> {
				});
		return factory.create(new WorkerSettings("node", 1, 1, 0, 1, false), 1, new WorkerStatistics(),
				new LateRegistrations());
	}

	private static SocketIoServerCustomizer configuring(Consumer<Configuration> change) {
		return new SocketIoServerCustomizer() {

			@Override
			public void customize(Configuration configuration, String workerId) {
				change.accept(configuration);
			}

		};
	}

	private static SocketIoServerCustomizer serving(Consumer<SocketIOServer> change) {
		return new SocketIoServerCustomizer() {

			@Override
			public void customize(SocketIOServer server, String workerId) {
				change.accept(server);
			}

		};
	}

	private static <T> T something(Class<T> type, List<String> asked) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "equals" -> proxy == arguments[0];
					case "hashCode" -> System.identityHashCode(proxy);
					case "toString" -> type.getSimpleName();
					default -> {
						asked.add(method.getName());
						yield null;
					}
				}));
	}

	/**
	 * A setter of netty-socketio's.
	 *
	 * @param method the method
	 */
	record Setting(Method method) {

		String name() {
			return this.method.getName();
		}

		/** Of an object that is replaced, what differs in it is named. */
		String refusedAs() {
			return switch (name()) {
				case "setSocketConfig" -> "soLinger";
				case "setHttpRequestDecoderConfiguration" -> "maxHeaderSize";
				case "setSSLProtocol" -> "sslProtocol";
				default -> Character.toLowerCase(name().charAt(3)) + name().substring(4);
			};
		}

		void change(Configuration configuration) {
			Object target = Stream
				.of(configuration, configuration.getSocketConfig(), configuration.getHttpRequestDecoderConfiguration())
				.filter(this.method.getDeclaringClass()::isInstance)
				.findFirst()
				.orElseThrow();
			try {
				this.method.invoke(target, another(this.method.getParameterTypes()[0], present(target)));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private @Nullable Object present(Object target) throws ReflectiveOperationException {
			String property = name().substring(3);
			for (Method getter : target.getClass().getMethods()) {
				if (getter.getName().equals("get" + property) || getter.getName().equals("is" + property)) {
					return getter.invoke(target);
				}
			}
			throw new NoSuchMethodException("The getter of " + name());
		}

		private static Object another(Class<?> type, @Nullable Object present) {
			if (type == boolean.class) {
				return !Boolean.TRUE.equals(present);
			}
			if (type == int.class) {
				return ((present != null) ? (Integer) present : 0) + 1;
			}
			if (type == String.class) {
				return "another";
			}
			if (type == InputStream.class) {
				return new ByteArrayInputStream(new byte[0]);
			}
			if (type == Transport[].class) {
				return new Transport[] { Transport.POLLING };
			}
			if (type == AckMode.class) {
				return AckMode.MANUAL;
			}
			if (type == SocketConfig.class) {
				SocketConfig options = new SocketConfig();
				options.setSoLinger(1);
				return options;
			}
			if (type == HttpRequestDecoderConfiguration.class) {
				HttpRequestDecoderConfiguration decoder = new HttpRequestDecoderConfiguration();
				decoder.setMaxHeaderSize(decoder.getMaxHeaderSize() + 1);
				return decoder;
			}
			return something(type, new ArrayList<>());
		}

		@Override
		public String toString() {
			return this.method.getDeclaringClass().getSimpleName() + "." + name();
		}

	}

	private static final class Pipelines extends SocketIOChannelInitializer {

		/** Releases the timer of the superclass, which only stops after a start. */
		Pipelines() {
			Configuration scratch = new Configuration();
			start(scratch, new NamespacesHub(scratch));
			stop();
		}

	}

}
