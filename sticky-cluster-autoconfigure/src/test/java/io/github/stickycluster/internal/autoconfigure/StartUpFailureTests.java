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

package io.github.stickycluster.internal.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testkit.EnableStickyCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application's log says when it cannot start: the property, the value and the
 * fix.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class StartUpFailureTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					workers.count              | 0         | or set 'sticky-cluster.role' to 'dispatcher'
					workers.count              | 300       | Use a number from 1 to 256.
					workers.threads            | 65        | Use a number from 1 to 64.
					workers.base-port          | 65535     | Use a number from 0 to 65534.
					workers.weight             | 0         | Use a number from 0.01 to 100.
					routing.load-factor        | 0.5       | Use a number from 1 to 100, such as 1.25.
					port                       | 70000     | Use a number from 0 to 65535.
					node-id                    | a/b       | Use 1 to 64 letters, digits
					socket-io.path             | no slash? | Use a path such as '/socket.io',
					socket-io.ping-interval    | 0s        | Use a duration from 10ms
					socket-io.ping-timeout     | 2d        | Use a duration from 10ms
					socket-io.max-payload      | 0B        | Use a number from 128
					socket-io.max-payload      | 3GB       | Use a size below 2GB.
					socket-io.allowed-origins  | a.example | Use a scheme, a host and optionally a port
					socket-io.allowed-origin-patterns | a.example | Use a pattern such as 'https://*.example.org'
					socket-io.allowed-origin-patterns | https://x:[1,2] | Write a pattern with a comma as an element of a YAML list
					socket-io.transports       | ''        | Name 'websocket', 'polling' or both.
					client-address.trusted-proxies    | proxy.internal | Use an IP address or a range
					client-address.trusted-proxies    | 10.0.0.1/8     | Use '10.0.0.0/8'.
					client-address.header             | X Forwarded    | Use the name of a header
					client-address.proxy-protocol     | required       | list them in 'sticky-cluster.client-address.trusted-proxies'.
					client-address.ipv6-prefix-length | 0              | Use a number from 1 to 128.
					""")
	void aValueOutOfRangeIsNamedWithTheFix(String property, String value, String fix, CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster." + property + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("configuration property 'sticky-cluster." + property + "'")
			.contains(fix);

	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cluster.expected-nodes            | -1      | Use a number from 0 to 10000.
			limits.max-connections            | -1      | Use a number from 0 to 10000000.
			limits.max-connections-per-client | -1      | Use a number from 0 to 10000000.
			limits.max-sessions               | -1      | Use a number from 0 to 10000000.
			limits.new-connections-per-client | 1000001 | Use a number from 0 to 1000000.
			limits.request-head-size          | 10B     | Use a size from 256B to 1MB.
			limits.request-head-timeout       | 0s      | Use a duration from 100ms to
			limits.idle-timeout               | 2d      | Use a duration from 100ms to
			limits.events-per-second          | -1      | Use a number from 0 to 1000000.
			ssl.bundle                        | absent  | Define the bundle under 'spring.ssl.bundle'
			internal.address                  | 0.0.0.0 | set 'sticky-cluster.internal.secret', the same on all nodes
			internal.address                  | 192.0.2.1 | or 'sticky-cluster.internal.ssl.bundle'
			internal.secret                   | short   | Use at least 16 random characters
			internal.ssl.bundle               | absent  | Define the bundle under 'spring.ssl.bundle'
			internal.advertised-address       | ' '     | Use an address or a host name.
			""")
	void aLimitOrBundleOutOfRangeIsNamedWithTheFix(String property, String value, String fix, CapturedOutput output) {
		aValueOutOfRangeIsNamedWithTheFix(property, value, fix, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			workers.blocked-after      | 99ms    | Use a duration from 100ms to
			workers.blocked-after      | 61m     | Use a duration from 100ms to
			workers.restart-after      | -1s     | Use a duration from 0ms to
			workers.restart-after      | 25h     | Use a duration from 0ms to
			workers.restart-after      | 2s      | Use a duration above workers.blocked-after, or 0 for never.
			workers.drain-timeout      | -1s     | Use a duration from 0ms to
			workers.drain-timeout      | 25h     | Use a duration from 0ms to
			workers.disconnect-window  | -1s     | Use a duration from 0ms to
			workers.disconnect-window  | 61m     | Use a duration from 0ms to
			workers.threads            | 0       | Use a number from 1 to 64.
			workers.weight             | 100.1   | Use a number from 0.01 to 100.
			listeners.executor         | nobody  | Use 'event-loop', 'virtual-threads' or the name of one
			""")
	void howWorkersAndListenersAreRunIsNamedWithTheFix(String property, String value, String fix,
			CapturedOutput output) {
		aValueOutOfRangeIsNamedWithTheFix(property, value, fix, output);
	}

	@Test
	void forkedWorkersNeedThePublicPortInTheirParent(CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster.workers.mode=forked", "--sticky-cluster.role=workers");
		assertThat(output).contains("configuration property 'sticky-cluster.role'")
			.contains("use 'all', or set 'sticky-cluster.workers.mode' to 'in-process'");
	}

	@Test
	void internalPortsOnEveryAddressNeedOneToTellToOthers(CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster.internal.address=0.0.0.0",
				"--sticky-cluster.internal.secret=sixteen characters or more");
		assertThat(output).contains("set 'sticky-cluster.internal.advertised-address'")
			.doesNotContain("sixteen characters");
	}

	@ParameterizedTest
	@CsvSource({ "port, abc", "workers.count, many", "socket-io.transports, carrier-pigeon",
			"socket-io.ping-interval, soon" })
	void aValueOfTheWrongTypeIsNamed(String property, String value, CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster." + property + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("sticky-cluster." + property)
			.contains("Value: \"" + value + "\"");
	}

	@Test
	void anUnknownPropertyIsNamedWithTheNearest(CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster.worker.count=4");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("sticky-cluster.worker.count (\"sticky-cluster.worker.count\" from property source "
					+ "\"commandLineArgs\"): use 'sticky-cluster.workers.count'");
	}

	@Test
	void aDroppedPropertyIsNamedWithItsValueAndTheAdvice(CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster.dispatcher.threads=4");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("sticky-cluster.dispatcher.threads (\"sticky-cluster.dispatcher.threads\" from property source "
					+ "\"commandLineArgs\") with the value '4': Remove it: a node without workers has");
	}

	@Test
	void aTakenPortIsNamedWithTheFix(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			fail(Plain.class, "--sticky-cluster.port=" + taken.getLocalPort());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("dispatcher cannot listen on 127.0.0.1:" + taken.getLocalPort())
				.contains("set 'sticky-cluster.port' to another");
		}
	}

	@Test
	void aTakenInternalPortIsNamedWithTheFix(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			fail(Plain.class, "--sticky-cluster.workers.base-port=" + taken.getLocalPort());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("worker cannot listen on its internal port 127.0.0.1:" + taken.getLocalPort())
				.contains("set 'sticky-cluster.workers.base-port'");
		}
	}

	@Test
	void anAddressOfAnotherHostIsNamed(CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster.address=192.0.2.1");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("dispatcher cannot listen on 192.0.2.1")
			.contains("'sticky-cluster.address' must be an address of this host");
	}

	@ParameterizedTest
	@CsvSource({ "none, 0", "servlet, -1" })
	void forwardingNeedsAWebServer(String type, int port, CapturedOutput output) {
		fail(WithWebServers.class, "--sticky-cluster.web.forward=true", "--spring.main.web-application-type=" + type,
				"--server.port=" + port);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("configuration property 'sticky-cluster.web.forward'")
			.contains("No web server listens in this application")
			.contains("set 'sticky-cluster.web.server'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			8081               | Use a host and a port from 1 to 65535, such as '127.0.0.1:8081'.
			127.0.0.1:0        | Use a host and a port from 1 to 65535, such as '127.0.0.1:8081'.
			127.0.0.1:65536    | Use a host and a port from 1 to 65535, such as '127.0.0.1:8081'.
			web.invalid:80     | Use a host that can be resolved.
			127.0.0.1:19099    | This is the public port
			[::1]:19099        | This is the public port
			""")
	void anotherWebServerNeedsAHostAndAPortOfItsOwn(String server, String fix, CapturedOutput output) {
		fail(Plain.class, "--sticky-cluster.web.forward=true", "--sticky-cluster.port=19099",
				"--sticky-cluster.web.server=" + server);
		assertThat(output).contains("configuration property 'sticky-cluster.web.server'").contains(fix);
	}

	@Test
	void clientCertificatesNeedATruststore(@TempDir Path folder, CapturedOutput output) {
		Certificates.write(folder, "server", Certificates.of("authority").issue("server"));
		fail(Plain.class, "--sticky-cluster.ssl.bundle=public", "--sticky-cluster.ssl.client-auth=need",
				"--spring.ssl.bundle.pem.public.keystore.certificate=" + folder.resolve("server.crt"),
				"--spring.ssl.bundle.pem.public.keystore.private-key=" + folder.resolve("server.key"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("configuration property 'sticky-cluster.ssl.client-auth'")
			.contains("Add a truststore with the issuers of client certificates to the bundle 'public'");
	}

	@Test
	void aConnectListenerWithAnotherParameterIsExplained(CapturedOutput output) {
		fail(WrongConnect.class);
		assertThat(output).contains("WrongConnectListener.connected cannot be registered")
			.contains("receives no arguments of the client")
			.contains("Declare a SocketIOClient parameter and use it, or add a SocketArgumentResolver bean");
	}

	@Test
	void anEventWithoutANameIsExplained(CapturedOutput output) {
		fail(WrongEvent.class);
		assertThat(output).contains("WrongEventListener.nameless cannot be registered")
			.contains("Name the event: @OnEvent(\"message\").");
	}

	@Test
	void aNamespaceWithoutASlashIsExplained(CapturedOutput output) {
		fail(WrongNamespace.class);
		assertThat(output).contains("the namespace 'chat' does not begin with a slash")
			.contains("Write @SocketNamespace(\"/chat\").");
	}

	@Test
	void listenersOfOneEventWithOtherTypesAreNamed(CapturedOutput output) {
		fail(Contradicting.class);
		assertThat(output).contains("declares other argument types than")
			.contains("TextListener.message")
			.contains("NumberListener.message");
	}

	@Test
	void aParameterThatAClientWouldHaveToForgeIsRefused(CapturedOutput output) {
		fail(Forgeable.class);
		assertThat(output).contains("its parameter of type HandshakeData would be read from data")
			.contains("Declare a SocketIOClient parameter and use it");
	}

	@Test
	void anEventThatNobodyCanSendIsRefused(CapturedOutput output) {
		fail(Reserved.class);
		assertThat(output).contains("no client can send an event named 'connect'").contains("Use @OnConnect");
	}

	@Test
	void aSettingThatACustomizerChangesInVainIsNamedWithTheProperty(CapturedOutput output) {
		fail(InVain.class);
		assertThat(output).contains("A SocketIoServerCustomizer changes 'origin'")
			.contains("Set the property 'sticky-cluster.socket-io.allowed-origins' instead");
	}

	private static void fail(Class<?> application, String... arguments) {
		String[] all = new String[arguments.length + 2];
		all[0] = "--sticky-cluster.port=0";
		all[1] = "--sticky-cluster.address=127.0.0.1";
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		SpringApplication starting = new SpringApplication(application);
		starting.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> starting.run(last(all)));
	}

	/**
	 * A property given twice would be taken as a list.
	 */
	private static String[] last(String[] arguments) {
		Map<String, String> byName = new LinkedHashMap<>();
		for (String argument : arguments) {
			byName.put(argument.substring(0, argument.indexOf('=')), argument);
		}
		return byName.values().toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithWebServers {

	}

	@Import(WrongConnectListener.class)
	static class WrongConnect extends Plain {

	}

	@Import(WrongEventListener.class)
	static class WrongEvent extends Plain {

	}

	@Import(WrongNamespaceListener.class)
	static class WrongNamespace extends Plain {

	}

	static class WrongConnectListener {

		@OnConnect
		void connected(SocketIOClient client, String more) {
		}

	}

	static class WrongEventListener {

		@OnEvent(" ")
		void nameless(String text) {
		}

	}

	@SocketNamespace("chat")
	static class WrongNamespaceListener {

		@OnEvent("message")
		void message(String text) {
		}

	}

	@Import({ TextListener.class, NumberListener.class })
	static class Contradicting extends Plain {

	}

	@Import(ForgeableListener.class)
	static class Forgeable extends Plain {

	}

	@Import(ReservedListener.class)
	static class Reserved extends Plain {

	}

	@Import(InVainCustomizer.class)
	static class InVain extends Plain {

	}

	static class TextListener {

		@OnEvent("message")
		void message(String text) {
		}

	}

	static class NumberListener {

		@OnEvent("message")
		void message(int number) {
		}

	}

	static class ForgeableListener {

		@OnEvent("message")
		void message(HandshakeData handshake) {
		}

	}

	static class ReservedListener {

		@OnEvent("connect")
		void connect(SocketIOClient client) {
		}

	}

	static class InVainCustomizer implements SocketIoServerCustomizer {

		@Override
		public void customize(com.corundumstudio.socketio.Configuration configuration, String workerId) {
			configuration.setOrigin("https://example.org");
		}

	}

}
