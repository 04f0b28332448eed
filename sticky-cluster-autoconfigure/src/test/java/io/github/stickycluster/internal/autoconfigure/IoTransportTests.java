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

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterPortInfoApplicationContextInitializer;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.channel.epoll.Epoll;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The kinds of sockets and event loops, and what start-up says of those that do not work.
 */
class IoTransportTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new StickyClusterPortInfoApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.workers.count=2", "sticky-cluster.node-id=node")
		.withBean(Echo.class);

	@Test
	void epollIsUsedWhereItLoads() {
		this.runner.run((context) -> assertThat(context.getBean(IoTransport.class))
			.isEqualTo(Epoll.isAvailable() ? IoTransport.EPOLL : IoTransport.NIO));
	}

	@ParameterizedTest
	@EnumSource
	void eachKindServesClients(IoTransport transport) {
		assumeThat(transport.unavailabilityCause()).isNull();
		this.runner
			.withPropertyValues(
					"sticky-cluster.io-transport=" + transport.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.run((context) -> {
				assertThat(context.getBean(IoTransport.class)).isEqualTo(transport);
				int port = context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class);
				assertThat(echo(port, "polling")).isEqualTo("over polling");
				assertThat(echo(port, "websocket")).isEqualTo("over websocket");
			});
	}

	private static Object echo(int port, String transport) throws Exception {
		IO.Options options = new IO.Options();
		options.transports = new String[] { transport };
		options.forceNew = true;
		Socket socket = IO.socket("http://127.0.0.1:" + port, options);
		CompletableFuture<Object> answer = new CompletableFuture<>();
		socket.on("echo", (arguments) -> answer.complete(arguments[0]));
		socket.on(Socket.EVENT_CONNECT, (arguments) -> socket.emit("echo", "over " + transport));
		try {
			socket.connect();
			return answer.get(10, TimeUnit.SECONDS);
		}
		finally {
			socket.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "io-uring, netty-transport-native-io_uring", "epoll, netty-transport-native-epoll" })
	void whatDoesNotWorkIsRefusedWithTheReason(String type, String library) {
		Throwable cause = new ExceptionInInitializerError(new UnsatisfiedLinkError("not permitted"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> IoTransportMapper.ioTransport(properties(type), (transport) -> cause))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("sticky-cluster.io-transport");
				assertThat(ex.getReason()).contains("not permitted").contains(library).contains("Use auto");
			});
	}

	@Test
	void autoTakesWhatWorks() {
		assertThat(IoTransportMapper.ioTransport(properties("auto"), (transport) -> new IllegalStateException()))
			.isEqualTo(IoTransport.preferred());
	}

	private static StickyClusterProperties properties(String type) {
		return new Binder(new MapConfigurationPropertySource(Map.of("sticky-cluster.io-transport", type)))
			.bindOrCreate("sticky-cluster", StickyClusterProperties.class);
	}

	@Test
	void ioUringCannotPassConnectionsToForkedWorkers() {
		this.runner.withPropertyValues("sticky-cluster.io-transport=io-uring", "sticky-cluster.workers.mode=forked")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("sticky-cluster.io-transport");
					assertThat(ex.getReason()).contains("Use epoll or auto");
				}));
	}

	/**
	 * Sends back what it is sent.
	 */
	static class Echo {

		@OnEvent("echo")
		void echo(SocketIOClient client, String text) {
			client.sendEvent("echo", text);
		}

	}

}
